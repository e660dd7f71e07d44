/** No way of turning an effect on, and nothing that happens to it, gives the camera itself to anybody. */
import type { Page } from '@playwright/test';
import { expect, join, startMeeting, test, tiles } from './parley.ts';
import { say } from './words.ts';

declare global {
  interface Window {
    /** Pictures as the camera gives them that were handed to a connection, by how it came to that. */
    readonly rawSent: string[];
    readonly effectWorkers: Worker[];
  }
}

/** Runs before the page's own scripts: sees every track that a connection is given, and the effects' workers. */
function watchSenders(): void {
  const rawSent: string[] = [];
  const effectWorkers: Worker[] = [];
  const isRaw = (track: unknown) =>
    track instanceof MediaStreamTrack &&
    track.kind === 'video' &&
    track.constructor.name !== 'MediaStreamTrackGenerator';
  for (const [owner, name] of [
    [RTCRtpSender.prototype, 'replaceTrack'],
    [RTCPeerConnection.prototype, 'addTrack'],
    [RTCPeerConnection.prototype, 'addTransceiver'],
  ] as const) {
    const before = Reflect.get(owner, name) as (...given: unknown[]) => unknown; // cast: a method
    Reflect.set(owner, name, function (this: unknown, ...given: unknown[]) {
      if (isRaw(given[0])) rawSent.push(name);
      return before.apply(this, given);
    });
  }
  window.Worker = class extends Worker {
    constructor(url: string | URL, options?: WorkerOptions) {
      super(url, options);
      if (options?.name === 'background') effectWorkers.push(this);
    }
  };
  Object.assign(window, { rawSent, effectWorkers });
}

const rawSent = (page: Page) => page.evaluate(() => window.rawSent.length);
const turnCamera = (page: Page, to: 'On' | 'Off') =>
  page.getByRole('button', { name: say.control[`camera${to}`] }).click();
const openSettings = async (page: Page) => {
  await page.getByRole('button', { name: say.control.more }).click();
  await page.getByRole('menuitem', { name: say.settings.own }).click();
};
const choose = (page: Page, name: string) => page.getByText(name, { exact: true }).click();
const done = (page: Page) => page.getByRole('button', { name: say.app.done }).click();
const settings = (page: Page) => page.getByRole('dialog', { name: say.settings.own });
const expectWorking = (page: Page) => expect(settings(page)).toContainText(/\d+ ms/, { timeout: 60_000 });
const expectPicture = (page: Page) =>
  expect
    .poll(
      () =>
        tiles(page)
          .locator('video')
          .evaluateAll((all) => all.some((one) => one instanceof HTMLVideoElement && one.videoWidth > 0)),
      {
        timeout: 30_000,
      },
    )
    .toBe(true);

async function inCall(page: Page): Promise<Page> {
  await page.addInitScript(watchSenders);
  await startMeeting(page);
  await join(page, 'Maria');
  return page;
}

test('chosen while the camera is off, an effect is on it from its first frame', async ({ newcomer }) => {
  const maria = await inCall(await newcomer());
  await turnCamera(maria, 'On');
  await expectPicture(maria);
  const before = await rawSent(maria);
  expect(before).toBeGreaterThan(0); // nothing was chosen, and what is looked for would be found

  await turnCamera(maria, 'Off');
  await openSettings(maria);
  await choose(maria, say.background.blur);
  await done(maria);
  await turnCamera(maria, 'On');
  await expectPicture(maria);
  await openSettings(maria);
  await expectWorking(maria);
  await done(maria);
  await turnCamera(maria, 'Off');
  await turnCamera(maria, 'On');
  await expectPicture(maria);
  expect(await rawSent(maria)).toBe(before);
});

test('an effect whose worker dies goes on with another', async ({ newcomer }) => {
  const maria = await inCall(await newcomer());
  await openSettings(maria);
  await choose(maria, say.background.blur);
  await done(maria);
  await turnCamera(maria, 'On');
  await openSettings(maria);
  await expectWorking(maria);
  for (const workers of [2, 3]) {
    await maria.evaluate(() =>
      window.effectWorkers.at(-1)?.dispatchEvent(new ErrorEvent('error', { message: 'injected' })),
    );
    await expect.poll(() => maria.evaluate(() => window.effectWorkers.length)).toBe(workers);
    await expect(settings(maria)).not.toContainText(/\d+ ms/);
    await expectWorking(maria);
  }
  expect(await rawSent(maria)).toBe(0);
});
