/** Two SFU nodes behind one address, and the one that hosts the meeting dies. */
import { writeFileSync } from 'node:fs';
import { join as path } from 'node:path';
import { expect, expectAiLive, test } from '../e2e/parley.ts';
import { connections } from '../e2e/relayed.ts';
import { speechWav } from '../e2e/speech.ts';
import { say } from '../e2e/words.ts';
import { BACK_WITHIN_MS, Call } from './call.ts';
import { expectWordsAfter, lostOrDoubled, storedTranscript, watchFinals } from './captions.ts';
import { hasNamespaces } from './lab.ts';
import { gapSince } from './meter.ts';
import { hasNodes, type NodeHouse, openNodeHouse } from './nodes.ts';
import { World } from './world.ts';

let world: World<NodeHouse>;
test.skip(!hasNamespaces(), 'needs root, iproute2 and nftables');
test.skip(!hasNodes(), 'needs haproxy and redis-server');
test.beforeAll(async () => {
  const folder = process.env['PARLEY_NETLAB_FOLDER'] ?? '';
  const voice = path(folder, 'voice.wav');
  writeFileSync(voice, speechWav());
  const open = { PARLEY_SPEECH_ENGINE: 'fake' };
  world = await World.open(folder, (lab, place) => openNodeHouse(lab, `${place}-of-nodes`, open), voice);
});
test.afterAll(() => world?.close());

test('the node that hosts the meeting dies: everybody is back on the other, and no words are lost', async ({
  browserName: _,
}, info) => {
  const call = await Call.of(world, info);
  await call.begin();
  await expectAiLive(call.maria);
  await watchFinals(call.ben);
  await expectWordsAfter(call.ben, 0, BACK_WITHIN_MS);
  const port = await mediaPort(call);
  const { now_ms: diedAtMs } = await storedTranscript(call.ben);
  const atMs = Date.now();
  world.house.kill(port);
  await call.see(say.call.reconnecting, 'node-during');
  await call.expectFlowing();
  const { audioMs, videoMs } = await gapSince(call.ben, atMs);
  info.annotations.push({ type: 'gap', description: `${Math.max(audioMs, videoMs)} ms` });
  expect(await mediaPort(call)).not.toBe(port);
  await call.expectAsBefore('node-after');
  await expectWordsAfter(call.ben, diedAtMs + videoMs, 2 * BACK_WITHIN_MS);
  info.annotations.push({ type: 'words again', description: `${Date.now() - atMs} ms` });
  await expect.poll(() => lostOrDoubled(call.ben), { timeout: BACK_WITHIN_MS }).toEqual([]);
  await call.close();
});

/** Where the node that Ben is connected to takes media. */
async function mediaPort({ ben }: Call): Promise<number> {
  const port = (await connections(ben)).at(-1)?.remotePort;
  if (port === undefined) throw new Error('Ben has no connection');
  return port;
}
