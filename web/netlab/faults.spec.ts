/** What people see and keep when their network or the SFU fails. One lab for all; `@short` runs in every test run. */
import { writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect, expectAiLive, test, tiles } from '../e2e/parley.ts';
import { speechWav } from '../e2e/speech.ts';
import { say } from '../e2e/words.ts';
import { BACK_WITHIN_MS, Call } from './call.ts';
import {
  expectWordsAfter,
  expectWordsBetween,
  lostOrDoubled,
  storedTranscript,
  watchFinals,
} from './captions.ts';
import { CREDENTIALS_LIVE_S, type House, openHouse, RELAY_TLS_PORT, SFU_TCP_PORT } from './house.ts';
import { hasNamespaces } from './lab.ts';
import { gapSince } from './meter.ts';
import { World } from './world.ts';

/** As `token_ttl_s`; the SFU takes a token for a minute longer. */
const TOKEN_LIVES_S = 20;
const SLEEP_MS = (TOKEN_LIVES_S + 70) * 1000;
/** For how long the backend or its database is away. */
const AWAY_MS = 60_000;
/** After a fault of the path the gap is as long at least. */
const GAP_MS = 1800;

let world: World<House>;
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
  world = await World.open(folder, (lab, place) => openHouse(lab, place, settings), voice);
});
test.afterAll(() => world?.close());

let call: Call;

test.beforeEach(async ({ browserName: _ }, info) => {
  call = await Call.of(world, info);
  await call.begin();
});

test.afterEach(async () => {
  await world.lab.restore();
  world.lab.unblock();
  await call.close();
});

test('UDP stops: another way is found, and what was muted stays muted @short', async () => {
  await call.maria.getByRole('button', { name: say.control.microphoneOff }).click();
  const atMs = Date.now();
  world.lab.block();
  await sleep(GAP_MS); // with luck it is over before anything has to be said
  await call.picture('udp-during');
  await call.expectSeen();
  await call.expectAsBefore('udp-after', { mutedMaria: true });
  expect((await gapSince(call.ben, atMs)).videoMs).toBeGreaterThan(500); // there was a fault at all
});

test('the SFU crashes: everybody keeps tile, devices and mute @short', async () => {
  await call.maria.getByRole('button', { name: say.control.microphoneOff }).click();
  await expect(call.maria.getByRole('button', { name: say.control.microphoneOn })).toBeVisible();
  const crashed = world.house.crashSfu(2000);
  await call.see(say.call.reconnecting, 'sfu-during');
  // Closed while there is nothing to close: the new session begins without it.
  await call.ben.getByRole('button', { name: say.control.microphoneOff }).click();
  await crashed;
  await call.expectSeen();
  await call.expectAsBefore('sfu-after', { mutedMaria: true });
  await expect(call.ben.getByRole('button', { name: say.control.microphoneOn })).toBeVisible();
  await expect(tiles(call.maria).filter({ hasText: 'Ben' }).getByLabel(say.call.muted)).toBeVisible();
});

test('the SFU crashes: captions go on, none is lost or doubled', async () => {
  await expectAiLive(call.maria);
  await watchFinals(call.ben);
  await expectWordsAfter(call.ben, 0, BACK_WITHIN_MS);
  const { now_ms: crashedAtMs } = await storedTranscript(call.ben);
  const beganMs = Date.now();
  await world.house.crashSfu(2000);
  await expectWordsAfter(call.ben, crashedAtMs, BACK_WITHIN_MS);
  test.info().annotations.push({
    type: 'words of after the kill were stored after',
    description: `${Date.now() - beganMs} ms`,
  });
  await call.expectSeen();
  await expect.poll(() => lostOrDoubled(call.ben), { timeout: BACK_WITHIN_MS }).toEqual([]);
  await call.expectAsBefore('captions-after');
});

test('UDP and TCP to the SFU stop after the credentials have expired: the relay is taken', async () => {
  await sleep(CREDENTIALS_LIVE_S * 1000);
  const atMs = Date.now();
  world.lab.block([SFU_TCP_PORT]);
  await sleep(GAP_MS);
  await call.picture('relay-during');
  await call.expectFlowing();
  expect((await gapSince(call.ben, atMs)).videoMs).toBeGreaterThan(500);
  await call.expectAsBefore('relay-after');
});

test('no way at all for sound and picture: it is said so, and one that opens is taken', async () => {
  world.lab.block([SFU_TCP_PORT, RELAY_TLS_PORT]);
  await call.see(say.call.pathLost, 'path-during');
  await sleep(10_000);
  await call.see(say.call.pathLost, 'path-later');
  world.lab.unblock();
  await call.expectFlowing();
  await call.expectAsBefore('path-after');
});

test('another address: the call goes on by itself', async () => {
  const atMs = Date.now();
  world.lab.changeAddress();
  await sleep(2500);
  await call.expectFlowing();
  expect((await gapSince(call.ben, atMs)).videoMs).toBeGreaterThan(200);
  await call.expectAsBefore('address-after');
});

test('no network for ten seconds: it is said so, and nothing is torn down', async () => {
  await world.lab.blackout();
  await call.see(say.call.networkAway, 'blackout-during');
  await sleep(8000);
  await world.lab.restore();
  await call.expectFlowing();
  await call.expectAsBefore('blackout-after');
});

test('no network for a minute: everybody comes back by themselves', async () => {
  await world.lab.blackout();
  await sleep(60_000);
  await call.see(say.call.networkAway, 'minute-during');
  await world.lab.restore();
  await call.expectFlowing();
  await call.expectAsBefore('minute-after');
});

test('a laptop sleeps longer than its token lives', async () => {
  test.slow();
  const wake = world.lab.sleep();
  await sleep(SLEEP_MS);
  wake();
  await sleep(GAP_MS); // what had come before the SFU let go of them is read first
  await call.picture('sleep-during');
  await call.expectFlowing(2 * BACK_WITHIN_MS);
  await call.expectAsBefore('sleep-after');
});

test('the backend stands still for a minute: the call does not notice', async () => {
  await expectUntouched('backend', async () => world.house.stopBackend());
});

test('the database takes nothing for a minute: the call does not notice', async () => {
  await expectUntouched('database', () => world.house.holdDatabase());
});

/** While `stop` lasts, people see and hear each other as ever; afterwards every word is there. */
async function expectUntouched(name: string, stop: () => Promise<() => void>): Promise<void> {
  test.slow();
  await expectAiLive(call.maria);
  await watchFinals(call.ben);
  await expectWordsAfter(call.ben, 0, BACK_WITHIN_MS);
  const atMs = Date.now();
  const { now_ms: awayAtMs } = await storedTranscript(call.ben);
  const goOn = await stop();
  try {
    await sleep(AWAY_MS);
    await expect(call.ben.getByRole('status').filter({ hasText: /\w/ })).toHaveCount(0);
    await call.picture(`${name}-during`);
  } finally {
    goOn();
  }
  const { audioMs, videoMs } = await gapSince(call.ben, atMs);
  expect(Math.max(audioMs, videoMs)).toBeLessThan(1500);
  await expectWordsBetween(call.ben, awayAtMs, awayAtMs + AWAY_MS, BACK_WITHIN_MS);
  await expect.poll(() => lostOrDoubled(call.ben), { timeout: BACK_WITHIN_MS }).toEqual([]);
  await call.expectAsBefore(`${name}-after`);
}
