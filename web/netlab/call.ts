/** Maria and Ben in one call with camera and microphone, what they see, and what must be as before after a fault. */
import { mkdirSync, writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, TestInfo } from '@playwright/test';
import { expect, join, startMeeting, tiles } from '../e2e/parley.ts';
import { filled, say } from '../e2e/words.ts';
import type { Household } from './house.ts';
import { isFlowing } from './meter.ts';
import type { World } from './world.ts';

export const BACK_WITHIN_MS = 30_000;
/** What the page says of a connection that is not as it should be. */
const TROUBLES = [say.call.pathLost, say.call.networkAway, say.call.reconnecting, say.call.signalLost];

export class Call {
  readonly maria: Page;
  readonly ben: Page;
  readonly #info: TestInfo;
  /** Sightings of a number of tiles other than two, at either. */
  readonly #strangeTiles: string[] = [];

  private constructor(maria: Page, ben: Page, info: TestInfo) {
    this.maria = maria;
    this.ben = ben;
    this.#info = info;
  }

  /** Both at their browsers. Whoever asks closes it. */
  static async of(world: World<Household>, info: TestInfo): Promise<Call> {
    return new Call(await world.newcomer(), await world.newcomer(), info);
  }

  async begin(): Promise<void> {
    const { maria, ben } = this;
    const link = await startMeeting(maria);
    await join(maria, 'Maria', { withCamera: true, withMicrophone: true });
    await ben.goto(link);
    await join(ben, 'Ben', { withCamera: true, withMicrophone: true });
    for (const page of [maria, ben]) await expect(tiles(page)).toHaveCount(2);
    await this.expectFlowing();
    for (const page of [maria, ben]) await this.#watchTiles(page);
    await sleep(3000); // a call, not a join
  }

  async close(): Promise<void> {
    for (const page of [this.maria, this.ben]) await page.context().close();
  }

  /** Each hears and sees the other. */
  async expectFlowing(withinMs = BACK_WITHIN_MS): Promise<void> {
    const areFlowing = async () => (await isFlowing(this.maria)) && (await isFlowing(this.ben));
    await expect.poll(areFlowing, { timeout: withinMs }).toBe(true);
  }

  /** Each sees the other; sound is not looked at where somebody is muted. */
  async expectSeen(): Promise<void> {
    const areSeen = async () =>
      (await isFlowing(this.maria, ['video'])) && (await isFlowing(this.ben, ['video']));
    await expect.poll(areSeen, { timeout: BACK_WITHIN_MS }).toBe(true);
  }

  /** Ben's page says this; a picture of it for people to look at. */
  async see(words: string, name: string): Promise<void> {
    // Looks at every frame: what `expect` looks at ever more rarely may be over in between.
    await this.ben.getByText(words).waitFor({ timeout: BACK_WITHIN_MS });
    await this.picture(name);
  }

  /** Of what Ben sees. */
  async picture(name: string): Promise<void> {
    await keptPicture(this.ben, this.#info, name);
  }

  /** Nothing is said of the fault any more, and tiles, mute and devices are as they were. */
  async expectAsBefore(name: string, { mutedMaria = false } = {}): Promise<void> {
    const { maria, ben } = this;
    for (const page of [maria, ben]) {
      for (const words of TROUBLES)
        await expect(page.getByText(words)).toBeHidden({ timeout: BACK_WITHIN_MS });
      await expect(tiles(page)).toHaveCount(2);
      await expect(page.getByRole('button', { name: say.control.cameraOff })).toBeVisible();
    }
    const microphone = mutedMaria ? say.control.microphoneOn : say.control.microphoneOff;
    await expect(maria.getByRole('button', { name: microphone })).toBeVisible();
    const muted = tiles(ben).filter({ hasText: 'Maria' }).getByLabel(say.call.muted);
    await expect(muted).toHaveCount(mutedMaria ? 1 : 0);
    await expect(tiles(maria).filter({ hasText: filled(say.call.you, { name: 'Maria' }) })).toHaveCount(1);
    await this.picture(name);
    expect(this.#strangeTiles, 'one tile a person throughout').toEqual([]);
  }

  async #watchTiles(page: Page): Promise<void> {
    const who = page === this.maria ? 'Maria' : 'Ben';
    await page.exposeFunction('strange', (count: number) => this.#strangeTiles.push(`${who} saw ${count}`));
    await page.getByRole('list', { name: say.call.stage }).evaluate((stage) => {
      const strange: unknown = Reflect.get(window, 'strange');
      new MutationObserver(() => {
        const count = stage.querySelectorAll('li').length;
        if (count !== 2 && typeof strange === 'function') strange(count);
      }).observe(stage, { childList: true, subtree: true });
    });
  }
}

/** A picture of a page in the test's report, and in the folder that PARLEY_NETLAB_PICTURES names. */
export async function keptPicture(page: Page, info: TestInfo, name: string): Promise<void> {
  const body = await page.screenshot();
  await info.attach(name, { body, contentType: 'image/png' });
  const folder = process.env['PARLEY_NETLAB_PICTURES'];
  if (!folder) return;
  mkdirSync(folder, { recursive: true });
  writeFileSync(path(folder, `${name}.png`), body);
}
