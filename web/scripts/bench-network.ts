/**
 * What a call loses when its network or its SFU fails, by our page and by stock livekit-client, in the lab's network:
 * `node bench-network.ts SCENARIO OURS STOCK` with how often each, alternately and in one world. Writes a JSON object a
 * run: {scenario, client, ms, …}; `ms` is null where the call did not come or did not come back.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { speechWav } from '../e2e/speech.ts';
import type { Client } from '../netlab/clients.ts';
import { type House, openHouse, SFU_TCP_PORT } from '../netlab/house.ts';
import { hasNamespaces, type Lab } from '../netlab/lab.ts';
import { gap, joins, type Measured, nodeGap, wordsAgain } from '../netlab/measures.ts';
import { hasNodes, openNodeHouse } from '../netlab/nodes.ts';
import { World } from '../netlab/world.ts';

const BLACKOUT_MS = 10_000;
const SFU_DOWN_MS = 2000;
const SILENT = { PARLEY_SPEECH_ENGINE: 'off' };

interface Runs {
  readonly ours: number;
  readonly stock: number;
}
type Say = (client: Client, measured: Measured | null) => void;

const scenarios: Readonly<Record<string, (folder: string, runs: Runs, say: Say) => Promise<void>>> = {
  'join-direct': joining(() => undefined),
  'join-tcp': joining((lab) => lab.block()),
  'join-relay': joining((lab) => lab.block([SFU_TCP_PORT])),
  udp: failing((world, client) => gap(world, client, async () => world.lab.block())),
  address: failing((world, client) => gap(world, client, async () => world.lab.changeAddress())),
  blackout: failing(async (world, client) => {
    const { ms, detail } = await gap(world, client, async () => {
      await world.lab.blackout();
      await sleep(BLACKOUT_MS);
      await world.lab.restore();
    });
    return { ms: ms - BLACKOUT_MS, ...(detail === undefined ? {} : { detail }) };
  }),
  sfu: failing((world, client) => gap(world, client, () => world.house.crashSfu(SFU_DOWN_MS))),
  captions: async (folder, runs, say) => {
    const voice = join(folder, 'voice.wav');
    writeFileSync(voice, speechWav({ beforeS: 0.5, afterS: 0.5 }));
    const open = (lab: Lab, place: string) => openHouse(lab, place, { PARLEY_SPEECH_ENGINE: 'fake' });
    const world = await World.open(folder, open, voice);
    const measure = () => wordsAgain(world, SFU_DOWN_MS);
    await alternately(measure, { ...runs, stock: 0 }, say).finally(() => world.close());
  },
  node: async (folder, runs, say) => {
    if (!hasNodes()) throw new Error('needs haproxy and redis-server');
    const world = await World.open(folder, (lab, place) => openNodeHouse(lab, place, SILENT));
    await alternately((client) => nodeGap(world, client), runs, say).finally(() => world.close());
  },
};

function failing(measure: (world: World<House>, client: Client) => Promise<Measured>) {
  return async (folder: string, runs: Runs, say: Say): Promise<void> => {
    const world = await openWorld(folder);
    const andMend = (client: Client) => measure(world, client).finally(() => world.lab.unblock());
    await alternately(andMend, runs, say).finally(() => world.close());
  };
}

function joining(block: (lab: Lab) => void) {
  return async (folder: string, runs: Runs, say: Say): Promise<void> => {
    const world = await openWorld(folder);
    try {
      block(world.lab);
      for (const client of ['ours', 'stock'] as const)
        for await (const measured of joins(world, client, runs[client])) say(client, measured);
    } finally {
      await world.close();
    }
  };
}

function openWorld(folder: string): Promise<World<House>> {
  return World.open(folder, (lab, place) => openHouse(lab, place, SILENT));
}

async function alternately(
  measure: (client: Client) => Promise<Measured>,
  runs: Runs,
  say: Say,
): Promise<void> {
  for (let run = 0; run < Math.max(runs.ours, runs.stock); run += 1)
    for (const client of ['ours', 'stock'] as const) {
      if (run >= runs[client]) continue;
      const measured = await measure(client).catch((error: unknown) => {
        process.stderr.write(`${client}: ${error}\n`);
        return null;
      });
      say(client, measured);
    }
}

const [, , name = '', ...counts] = process.argv;
const runs = { ours: Number(counts[0]), stock: Number(counts[1]) };
const scenario = scenarios[name];
if (scenario === undefined || !(runs.ours + runs.stock > 0))
  throw new Error(`usage: node bench-network.ts ${Object.keys(scenarios).join('|')} OURS STOCK`);
if (!hasNamespaces()) throw new Error('needs root, iproute2 and nftables');
// What a page throws and nobody catches fails the run that it spoils, not the bench, which has a lab to take down.
process.on('uncaughtException', (error) => process.stderr.write(`${error}\n`));
const folder = mkdtempSync(join(tmpdir(), 'parley-network-'));
try {
  await scenario(folder, runs, (client, measured) => {
    process.stdout.write(`${JSON.stringify({ scenario: name, client, ...(measured ?? { ms: null }) })}\n`);
  });
} catch (error) {
  process.stderr.write(`${error}\n`);
  process.exitCode = 1;
} finally {
  rmSync(folder, { recursive: true, force: true });
}
