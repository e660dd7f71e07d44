/** When sound and picture arrived at a page, looked at twenty times a second, whatever client it runs. */
import type { Page } from '@playwright/test';

type Kind = 'audio' | 'video';

declare global {
  interface Window {
    /** Unix time in ms of every look that found something new. */
    arrivals?: Record<Kind, number[]>;
  }
}

/** Longest time without anything new, in ms. */
export interface Gap {
  readonly audioMs: number;
  readonly videoMs: number;
}

/** From its next address on, the page notes what arrives. */
export async function meter(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const made: RTCPeerConnection[] = [];
    const counts = new Map<string, number>();
    const arrivals: Record<Kind, number[]> = { audio: [], video: [] };
    window.arrivals = arrivals;
    window.madeConnections = made;
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(wish?: RTCConfiguration) {
        super(wish);
        made.push(this);
      }
    };
    const look = async (connection: RTCPeerConnection, index: number) => {
      if (connection.connectionState === 'closed') return;
      for (const [id, stats] of await connection.getStats()) {
        if (stats.type !== 'inbound-rtp') continue;
        const kind: Kind = stats.kind;
        // A new connection counts from 0: only growth is an arrival.
        const count = kind === 'audio' ? stats.packetsReceived : stats.framesDecoded;
        const key = `${index}:${id}`;
        if (count > (counts.get(key) ?? 0)) arrivals[kind].push(Date.now());
        counts.set(key, count);
      }
    };
    setInterval(() => void Promise.all(made.map(look)), 50);
  });
}

/** The longest gaps since `sinceMs`, the one that lasts included. */
export async function gapSince(page: Page, sinceMs: number): Promise<Gap> {
  const arrivals = await page.evaluate(() => window.arrivals);
  if (arrivals === undefined) throw new Error('the page has no meter');
  const longest = (times: readonly number[]) => {
    const last = times.findLast((time) => time <= sinceMs) ?? sinceMs;
    const all = [last, ...times.filter((time) => time > sinceMs), Date.now()];
    return Math.max(...all.slice(1).map((time, index) => time - (all[index] ?? time)));
  };
  return { audioMs: longest(arrivals.audio), videoMs: longest(arrivals.video) };
}

/** Whether these have arrived in the last half second. */
export async function isFlowing(page: Page, kinds: readonly Kind[] = ['audio', 'video']): Promise<boolean> {
  const arrivals = await page.evaluate(() => window.arrivals);
  return kinds.every((kind) => (arrivals?.[kind].at(-1) ?? 0) > Date.now() - 600);
}
