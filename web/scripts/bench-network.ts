/**
 * What a call loses when its network or its SFU fails, by our page and by stock livekit-client, in the lab's network:
 * `node bench-network.ts SCENARIO OURS STOCK` with how often each. Writes a JSON object a run: {scenario, client, ms};
 * `ms` is null where the call did not come or did not come back.
 */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { type Client, enter, newMeeting } from '../netlab/clients.ts';
import { SFU_TCP_PORT } from '../netlab/house.ts';
import { hasNamespaces } from '../netlab/lab.ts';
import { gapSince, isFlowing } from '../netlab/meter.ts';
import { World } from '../netlab/world.ts';

const BLACKOUT_MS = 10_000;
const SFU_DOWN_MS = 2000;
const FLOWS_WITHIN_MS = 60_000;
/** Before a fault: what is measured is a call, not a join. */
const SETTLED_MS = 4000;
/** The stack starts a process anew at once when the former one has lived so long; else it waits. */
const STEADY_MS = 31_000;

type Scenario = (world: World, client: Client) => Promise<number>;

const scenarios: Readonly<Record<string, Scenario>> = {
  'join-direct': (world, client) => joined(world, client, () => undefined),
  'join-tcp': (world, client) => joined(world, client, () => world.lab.block()),
  'join-relay': (world, client) => joined(world, client, () => world.lab.block([SFU_TCP_PORT])),
  udp: (world, client) => gap(world, client, async () => world.lab.block()),
  address: (world, client) => gap(world, client, async () => world.lab.changeAddress()),
  blackout: async (world, client) => {
    const lost = await gap(world, client, async () => {
      await world.lab.blackout();
      await sleep(BLACKOUT_MS);
      await world.lab.restore();
    });
    return lost - BLACKOUT_MS;
  },
  sfu: async (world, client) => {
    await sleep(Math.max(0, STEADY_MS - world.house.sfuAgeMs()));
    return await gap(
      world,
      client,
      () => world.house.crashSfu(SFU_DOWN_MS),
      () => world.house.crashedAtMs(),
    );
  },
};

/** How long the second person waits for the picture of the first. */
async function joined(world: World, client: Client, fault: () => void): Promise<number> {
  return await together(world, async (maria, ben) => {
    const link = await newMeeting(maria);
    fault();
    await enter(client, maria, link, 'Maria', false);
    await sleep(1500);
    return await enter(client, ben, link, 'Ben', true);
  });
}

/** The longest gap in sound or picture that the fault tore, whichever of the two people had it. */
async function gap(
  world: World,
  client: Client,
  fault: () => Promise<void>,
  began: () => number = Date.now,
): Promise<number> {
  return await together(world, async (maria, ben) => {
    const link = await newMeeting(maria);
    await enter(client, maria, link, 'Maria', false);
    await enter(client, ben, link, 'Ben', true);
    await flowing(maria, ben);
    await sleep(SETTLED_MS);
    const sinceMs = began === Date.now ? Date.now() : 0;
    await fault();
    const fromMs = sinceMs || began();
    await sleep(2000);
    await flowing(maria, ben);
    await sleep(2000);
    const gaps = await Promise.all([maria, ben].map((page) => gapSince(page, fromMs)));
    return Math.max(...gaps.flatMap(({ audioMs, videoMs }) => [audioMs, videoMs]));
  });
}

async function together(world: World, measure: (maria: Page, ben: Page) => Promise<number>): Promise<number> {
  const pages = [await world.newcomer(), await world.newcomer()] as const;
  try {
    return await measure(...pages);
  } finally {
    world.lab.unblock();
    for (const page of pages) await page.context().close();
  }
}

async function flowing(...pages: readonly Page[]): Promise<void> {
  const untilMs = Date.now() + FLOWS_WITHIN_MS;
  for (const page of pages)
    while (!(await isFlowing(page))) {
      if (Date.now() > untilMs) throw new Error('sound and picture did not come back');
      await sleep(100);
    }
}

const [, , name = '', ...counts] = process.argv;
const runs = { ours: Number(counts[0]), stock: Number(counts[1]) };
const scenario = scenarios[name];
if (scenario === undefined || !(runs.ours + runs.stock > 0))
  throw new Error(`usage: node bench-network.ts ${Object.keys(scenarios).join('|')} OURS STOCK`);
if (!hasNamespaces()) throw new Error('needs root, iproute2 and nftables');
const folder = mkdtempSync(join(tmpdir(), 'parley-network-'));
const world = await World.open(folder, { PARLEY_SPEECH_ENGINE: 'off' });
try {
  for (let run = 0; run < Math.max(runs.ours, runs.stock); run += 1)
    for (const client of ['ours', 'stock'] as const) {
      if (run >= runs[client]) continue;
      const ms = await scenario(world, client).catch((error: unknown) => {
        process.stderr.write(`${name} by ${client}: ${error}\n`);
        return null;
      });
      process.stdout.write(`${JSON.stringify({ scenario: name, client, ms })}\n`);
    }
} finally {
  await world.close();
  rmSync(folder, { recursive: true, force: true });
}
