/** What is measured of a call that loses its network or its SFU. Whoever measures opens the world and closes it. */
import { setTimeout as sleep } from 'node:timers/promises';
import type { Page } from '@playwright/test';
import { expectAiLive, join, startMeeting } from '../e2e/parley.ts';
import { connections } from '../e2e/relayed.ts';
import { expectWordsAfter, lostOrDoubled, storedTranscript, watchFinals } from './captions.ts';
import { type Client, enter, newMeeting } from './clients.ts';
import type { House, Household } from './house.ts';
import { gapSince, isFlowing } from './meter.ts';
import type { NodeHouse } from './nodes.ts';
import type { World } from './world.ts';

const FLOWS_WITHIN_MS = 60_000;
/** Before a fault: what is measured is a call, not a join. */
const SETTLED_MS = 3500;
/** After it, for a gap that follows. */
const LASTING_MS = 1500;
/** A fault takes a moment until nothing arrives. */
const FELT_MS = 1000;
const WORDS_WITHIN_MS = 60_000;

export interface Measured {
  readonly ms: number;
  /** What it is made of, for whoever asks why. */
  readonly detail?: Readonly<Record<string, number>>;
  /** Finished captions that were lost or came twice. */
  readonly wrong?: number;
}

/** The longest gap in sound or picture since `fault` was called, whichever of two people had it. */
export async function gap(
  world: World<Household>,
  client: Client,
  fault: (ben: Page) => Promise<unknown>,
): Promise<Measured> {
  return await among(world, client, async (maria, ben) => {
    const link = await newMeeting(maria);
    await enter(client, maria, link, 'Maria', false);
    await enter(client, ben, link, 'Ben', true);
    await flowing(maria, ben);
    await sleep(SETTLED_MS);
    const beganAtMs = Date.now();
    await fault(ben);
    await sleep(FELT_MS);
    await flowing(maria, ben);
    await sleep(LASTING_MS);
    const [hers, his] = [await gapSince(maria, beganAtMs), await gapSince(ben, beganAtMs)];
    const detail = {
      maria_audio: hers.audioMs,
      maria_video: hers.videoMs,
      ben_audio: his.audioMs,
      ben_video: his.videoMs,
    };
    return { ms: Math.max(...Object.values(detail)), detail };
  });
}

/** Kills the node that hosts the meeting; heals the house first, so that there are two. */
export async function nodeGap(world: World<NodeHouse>, client: Client): Promise<Measured> {
  await world.house.heal();
  return await gap(world, client, async (ben) => {
    const port = (await connections(ben)).at(-1)?.remotePort;
    if (port === undefined) throw new Error('Ben has no connection');
    world.house.kill(port);
  });
}

/** How long somebody who comes in waits for the picture of another, `times` in a row; null where none came. */
export async function* joins(
  world: World<Household>,
  client: Client,
  times: number,
): AsyncGenerator<Measured | null> {
  const [maria, ben] = [await world.newcomer(), await world.newcomer()];
  try {
    const link = await newMeeting(maria);
    await enter(client, maria, link, 'Maria', false);
    for (let time = 0; time < times; time += 1) {
      yield await enter(client, ben, link, 'Ben', true).then(
        (ms) => ({ ms }),
        () => null,
      );
      await leave(ben);
    }
  } finally {
    for (const page of [maria, ben]) await page.context().close();
  }
}

/** Until words that were said after the SFU was killed are in the transcript. People speak all the time. */
export async function wordsAgain(world: World<House>, downMs: number): Promise<Measured> {
  return await among(world, 'ours', async (maria, ben) => {
    const link = await startMeeting(maria);
    await join(maria, 'Maria', { withMicrophone: true });
    await ben.goto(link);
    await join(ben, 'Ben', { withMicrophone: true });
    await expectAiLive(maria);
    await watchFinals(ben);
    await expectWordsAfter(ben, 0, WORDS_WITHIN_MS);
    const beganMs = Date.now();
    const crash = world.house.crashSfu(downMs); // dead when this returns
    const { now_ms: killedAtMs } = await storedTranscript(ben);
    await expectWordsAfter(ben, killedAtMs, WORDS_WITHIN_MS);
    const ms = Date.now() - beganMs;
    await crash;
    return { ms, wrong: await settledWrong(ben) };
  });
}

/** What is wrong with the captions once none is on its way any more. */
async function settledWrong(page: Page): Promise<number> {
  const untilMs = Date.now() + 10_000;
  for (;;) {
    const wrong = (await lostOrDoubled(page)).length;
    if (wrong === 0 || Date.now() > untilMs) return wrong;
    await sleep(500);
  }
}

/** Two people a client, who stay at their browsers from one run to the next: what they have loaded is there. */
const regulars = new Map<Client, readonly [Page, Page]>();

async function among<T>(
  world: World<Household>,
  client: Client,
  measure: (maria: Page, ben: Page) => Promise<T>,
): Promise<T> {
  const pages = regulars.get(client) ?? [await world.newcomer(), await world.newcomer()];
  regulars.set(client, [pages[0], pages[1]]);
  try {
    const measured = await measure(pages[0], pages[1]);
    for (const page of pages) await leave(page);
    return measured;
  } catch (error) {
    regulars.delete(client);
    for (const page of pages) await page.context().close();
    throw error;
  }
}

/** Out of the call, to come in anew as for the first time but for what has been loaded. */
async function leave(page: Page): Promise<void> {
  await page.goto('/config.json');
  await page.evaluate(() => localStorage.clear()); // who comes back is in with the devices of before
}

async function flowing(...pages: readonly Page[]): Promise<void> {
  const untilMs = Date.now() + FLOWS_WITHIN_MS;
  for (const page of pages)
    while (!(await isFlowing(page))) {
      if (Date.now() > untilMs) throw new Error('sound and picture did not come back');
      await sleep(100);
    }
}
