import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { OfflineRoom } from '../testing/offline-room';
import { Reconnection } from './reconnection';

/** What the one transport of the call says of itself. */
let bytes: number;
let hasWay: boolean;
let isNetworkThere: boolean;
let renewals: number;
let reconnection: Reconnection;

function statistics(): RTCStatsReport {
  const transport = {
    id: 'T01',
    type: 'transport',
    bytesReceived: bytes,
    ...(hasWay ? { selectedCandidatePairId: 'P1' } : {}),
  };
  const pair = { id: 'P1', type: 'candidate-pair', transportId: 'T01', localCandidateId: 'L1' };
  const local = { id: 'L1', type: 'local-candidate', candidateType: 'host', protocol: 'udp' };
  return new Map(hasWay ? [transport, pair, local].map((one) => [one.id, one]) : [[transport.id, transport]]);
}

beforeEach(() => {
  vi.useFakeTimers();
  [bytes, hasWay, isNetworkThere, renewals] = [0, true, true, 0];
  const room = new OfflineRoom();
  Object.assign(room.engine, { pcManager: { publisher: { getStats: async () => statistics() } } });
  reconnection = new Reconnection(room, {
    renew: () => {
      renewals += 1;
      reconnection.opened();
    },
    changed: () => undefined,
    isReachable: async () => isNetworkThere,
  });
  reconnection.opened();
});
afterEach(() => {
  reconnection.close();
  vi.useRealTimers();
});

/** So long, with something new at every look, or without. */
async function pass(ms: number, isFlowing: boolean): Promise<void> {
  for (let passedMs = 0; passedMs < ms; passedMs += 250) {
    if (isFlowing) bytes += 1;
    await vi.advanceTimersByTimeAsync(250);
  }
}

it('waits for a network that is away, also once Chromium has no way left to look at', async () => {
  await pass(5000, true);
  isNetworkThere = false;
  await pass(15_000, false);
  expect(reconnection.trouble).toBe('network');
  hasWay = false;
  await pass(45_000, false);
  expect([reconnection.trouble, renewals]).toEqual(['network', 0]);
  isNetworkThere = true;
  await pass(2000, false);
  expect(renewals).toBe(1);
});

it('gives a new session the time to find its way', async () => {
  await pass(5000, true);
  isNetworkThere = false;
  await pass(30_000, false);
  [hasWay, isNetworkThere] = [false, true];
  await pass(10_000, false);
  expect(renewals).toBe(1);
  [hasWay, bytes] = [true, 0];
  await pass(5000, true);
  expect(renewals).toBe(1);
});

it('asks for nothing after its end', async () => {
  await pass(5000, true);
  reconnection.close();
  isNetworkThere = false;
  await pass(60_000, false);
  expect([reconnection.trouble, renewals]).toEqual(['signal', 0]);
});
