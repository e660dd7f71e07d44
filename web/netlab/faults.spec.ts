/** What people see and keep when their network or the SFU fails. One lab for all; `@short` runs in every test run. */
import { writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page, TestInfo } from '@playwright/test';
import { expect, expectAiLive, join, startMeeting, test, tiles } from '../e2e/parley.ts';
import { speechWav } from '../e2e/speech.ts';
import { filled, say } from '../e2e/words.ts';
import { expectWordsAfter, lostOrDoubled, storedTranscript, watchFinals } from './captions.ts';
import { CREDENTIALS_LIVE_S, RELAY_TLS_PORT, SFU_TCP_PORT } from './house.ts';
import { hasNamespaces } from './lab.ts';
import { gapSince, isFlowing } from './meter.ts';
import { World } from './world.ts';

/** As `token_ttl_s`; the SFU takes a token for a minute longer. */
const TOKEN_LIVES_S = 20;
const SLEEP_MS = (TOKEN_LIVES_S + 70) * 1000;
const BACK_WITHIN_MS = 30_000;
/** After a fault of the path the gap is as long at least. */
const GAP_MS = 1800;

let world: World;
test.skip(!hasNamespaces(), 'needs root, iproute2 and nftables');
test.beforeAll(async () => {
  const folder = process.env['PARLEY_NETLAB_FOLDER'] ?? '';
  const voice = path(folder, 'voice.wav');
  writeFileSync(voice, speechWav());
  const settings = {
    PARLEY_SPEECH_ENGINE: 'fake',
    PARLEY_TOKEN_TTL_S: `${TOKEN_LIVES_S}`,
    PARLEY_EMPTY_MEETING_GRACE_S: '600',
  };
  world = await World.open(folder, settings, voice);
});
test.afterAll(() => world?.close());

let maria: Page;
let ben: Page;
/** Sightings of a number of tiles other than two, at either. */
let strangeTiles: string[];

test.beforeEach(async () => {
  [maria, ben] = [await world.newcomer(), await world.newcomer()];
  const link = await startMeeting(maria);
  await join(maria, 'Maria', { withCamera: true, withMicrophone: true });
  await ben.goto(link);
  await join(ben, 'Ben', { withCamera: true, withMicrophone: true });
  for (const page of [maria, ben]) await expect(tiles(page)).toHaveCount(2);
  await expect.poll(areBothFlowing).toBe(true);
  strangeTiles = [];
  for (const page of [maria, ben]) await watchTiles(page);
  await sleep(3000); // a call, not a join
});

test.afterEach(async () => {
  await world.lab.restore();
  world.lab.unblock();
  for (const page of [maria, ben]) await page.context().close();
});

test('UDP stops: another way is found, and what was muted stays muted @short', async ({
  browserName: _,
}, info) => {
  await maria.getByRole('button', { name: say.control.microphoneOff }).click();
  const atMs = Date.now();
  world.lab.block();
  await sleep(GAP_MS); // with luck it is over before anything has to be said
  await picture(ben, info, 'udp-during');
  await expect.poll(areBothSeen, { timeout: BACK_WITHIN_MS }).toBe(true);
  await expectAsBefore(info, 'udp-after', { mutedMaria: true });
  expect((await gapSince(ben, atMs)).videoMs).toBeGreaterThan(500); // there was a fault at all
});

test('the SFU crashes: everybody keeps tile, devices and mute @short', async ({ browserName: _ }, info) => {
  await maria.getByRole('button', { name: say.control.microphoneOff }).click();
  await expect(maria.getByRole('button', { name: say.control.microphoneOn })).toBeVisible();
  const crashed = world.house.crashSfu(2000);
  await see(ben, say.call.reconnecting, info, 'sfu-during');
  // Closed while there is nothing to close: the new session begins without it.
  await ben.getByRole('button', { name: say.control.microphoneOff }).click();
  await crashed;
  await expect.poll(areBothSeen, { timeout: BACK_WITHIN_MS }).toBe(true);
  await expectAsBefore(info, 'sfu-after', { mutedMaria: true });
  await expect(ben.getByRole('button', { name: say.control.microphoneOn })).toBeVisible();
  await expect(tiles(maria).filter({ hasText: 'Ben' }).getByLabel(say.call.muted)).toBeVisible();
});

test('the SFU crashes: captions go on, none is lost or doubled', async ({ browserName: _ }, info) => {
  await expectAiLive(maria);
  await watchFinals(ben);
  await expectWordsAfter(ben, 0, BACK_WITHIN_MS);
  const { now_ms: crashedAtMs } = await storedTranscript(ben);
  const beganMs = Date.now();
  await world.house.crashSfu(2000);
  await expectWordsAfter(ben, crashedAtMs, BACK_WITHIN_MS);
  info.annotations.push({
    type: 'words of after the kill were stored after',
    description: `${Date.now() - beganMs} ms`,
  });
  await expect.poll(areBothSeen, { timeout: BACK_WITHIN_MS }).toBe(true);
  await expect.poll(() => lostOrDoubled(ben), { timeout: BACK_WITHIN_MS }).toEqual([]);
  await expectAsBefore(info, 'captions-after');
});

test('UDP and TCP to the SFU stop after the credentials have expired: the relay is taken', async ({
  browserName: _,
}, info) => {
  await sleep(CREDENTIALS_LIVE_S * 1000);
  const atMs = Date.now();
  world.lab.block([SFU_TCP_PORT]);
  await sleep(GAP_MS);
  await picture(ben, info, 'relay-during');
  await expect.poll(areBothFlowing, { timeout: BACK_WITHIN_MS }).toBe(true);
  expect((await gapSince(ben, atMs)).videoMs).toBeGreaterThan(500);
  await expectAsBefore(info, 'relay-after');
});

test('no way at all for sound and picture: it is said so, and one that opens is taken', async ({
  browserName: _,
}, info) => {
  world.lab.block([SFU_TCP_PORT, RELAY_TLS_PORT]);
  await see(ben, say.call.pathLost, info, 'path-during');
  await sleep(10_000);
  await see(ben, say.call.pathLost, info, 'path-later');
  world.lab.unblock();
  await expect.poll(areBothFlowing, { timeout: BACK_WITHIN_MS }).toBe(true);
  await expectAsBefore(info, 'path-after');
});

test('another address: the call goes on by itself', async ({ browserName: _ }, info) => {
  const atMs = Date.now();
  world.lab.changeAddress();
  await sleep(2500);
  await expect.poll(areBothFlowing, { timeout: BACK_WITHIN_MS }).toBe(true);
  expect((await gapSince(ben, atMs)).videoMs).toBeGreaterThan(200);
  await expectAsBefore(info, 'address-after');
});

test('no network for ten seconds: it is said so, and nothing is torn down', async ({
  browserName: _,
}, info) => {
  await world.lab.blackout();
  await see(ben, say.call.networkAway, info, 'blackout-during');
  await sleep(8000);
  await world.lab.restore();
  await expect.poll(areBothFlowing, { timeout: BACK_WITHIN_MS }).toBe(true);
  await expectAsBefore(info, 'blackout-after');
});

test('no network for a minute: everybody comes back by themselves', async ({ browserName: _ }, info) => {
  await world.lab.blackout();
  await sleep(60_000);
  await see(ben, say.call.networkAway, info, 'minute-during');
  await world.lab.restore();
  await expect.poll(areBothFlowing, { timeout: BACK_WITHIN_MS }).toBe(true);
  await expectAsBefore(info, 'minute-after');
});

test('a laptop sleeps longer than its token lives', async ({ browserName: _ }, info) => {
  test.slow();
  const wake = world.lab.sleep();
  await sleep(SLEEP_MS);
  wake();
  await expect.poll(areBothFlowing, { timeout: 2 * BACK_WITHIN_MS }).toBe(true);
  await expectAsBefore(info, 'sleep-after');
});

test('the backend stands still for a minute: the call does not notice', async ({ browserName: _ }, info) => {
  test.slow();
  await expectAiLive(maria);
  await watchFinals(ben);
  const atMs = Date.now();
  const { now_ms: awayAtMs } = await storedTranscript(ben);
  const goOn = world.house.stopBackend();
  try {
    await sleep(60_000);
    await expect(ben.getByRole('status').filter({ hasText: /\w/ })).toHaveCount(0);
    await info.attach('backend-during', { body: await ben.screenshot(), contentType: 'image/png' });
  } finally {
    goOn();
  }
  const { audioMs, videoMs } = await gapSince(ben, atMs);
  expect(Math.max(audioMs, videoMs)).toBeLessThan(1500);
  await expectWordsAfter(ben, awayAtMs, BACK_WITHIN_MS);
  await expect.poll(() => lostOrDoubled(ben), { timeout: BACK_WITHIN_MS }).toEqual([]);
  await expectAsBefore(info, 'backend-after');
});

async function areBothFlowing(): Promise<boolean> {
  return (await isFlowing(maria)) && (await isFlowing(ben));
}

/** Each sees the other; sound is not looked at where somebody is muted. */
async function areBothSeen(): Promise<boolean> {
  return (await isFlowing(maria, ['video'])) && (await isFlowing(ben, ['video']));
}

/** The page says this; a picture of it for people to look at. */
async function see(page: Page, words: string, info: TestInfo, name: string): Promise<void> {
  // Looks at every frame: what `expect` looks at ever more rarely may be over in between.
  await page.getByText(words).waitFor({ timeout: BACK_WITHIN_MS });
  await picture(page, info, name);
}

async function expectAsBefore(info: TestInfo, name: string, { mutedMaria = false } = {}): Promise<void> {
  for (const page of [maria, ben]) {
    for (const words of [say.call.pathLost, say.call.networkAway, say.call.reconnecting, say.call.signalLost])
      await expect(page.getByText(words)).toBeHidden({ timeout: BACK_WITHIN_MS });
    await expect(tiles(page)).toHaveCount(2);
    await expect(page.getByRole('button', { name: say.control.cameraOff })).toBeVisible();
  }
  const microphone = mutedMaria ? say.control.microphoneOn : say.control.microphoneOff;
  await expect(maria.getByRole('button', { name: microphone })).toBeVisible();
  const muted = tiles(ben).filter({ hasText: 'Maria' }).getByLabel(say.call.muted);
  await expect(muted).toHaveCount(mutedMaria ? 1 : 0);
  await expect(tiles(maria).filter({ hasText: filled(say.call.you, { name: 'Maria' }) })).toHaveCount(1);
  await picture(ben, info, name);
  expect(strangeTiles, 'one tile a person throughout').toEqual([]);
}

async function watchTiles(page: Page): Promise<void> {
  const who = page === maria ? 'Maria' : 'Ben';
  await page.exposeFunction('strange', (count: number) => strangeTiles.push(`${who} saw ${count}`));
  await page.getByRole('list', { name: say.call.stage }).evaluate((stage) => {
    const strange: unknown = Reflect.get(window, 'strange');
    new MutationObserver(() => {
      const count = stage.querySelectorAll('li').length;
      if (count !== 2 && typeof strange === 'function') strange(count);
    }).observe(stage, { childList: true, subtree: true });
  });
}

async function picture(page: Page, info: TestInfo, name: string): Promise<void> {
  const body = await page.screenshot();
  await info.attach(name, { body, contentType: 'image/png' });
  const folder = process.env['PARLEY_NETLAB_PICTURES'];
  if (folder !== undefined && folder !== '') await page.screenshot({ path: path(folder, `${name}.png`) });
}
