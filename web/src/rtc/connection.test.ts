// @vitest-environment jsdom
import { DisconnectReason } from 'livekit-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ApiProblem } from '../api/problem';
import type { JoinResponse } from '../gen';
import { Connection } from './connection';
import { OfflineRoom } from './testing/offline-room';

const JOIN: JoinResponse = {
  meeting_id: 'abc-defg-hjk',
  identity: 'maria',
  name: 'Maria',
  role: 'participant',
  sfu_url: 'wss://sfu.test',
  token: 'first',
  expires_at: '2026-11-26T00:00:00Z',
  resume_secret: 'secret',
};
const AWAY = new Error('no answer');

let room: OfflineRoom;
let connection: Connection;
/** Fresh tokens that the backend has given, or its refusal. */
let resumed: number;
let refusal: Error | null;
let isNetworkThere: boolean;
let events: string[];

beforeEach(() => {
  vi.useFakeTimers();
  resumed = 0;
  refusal = null;
  isNetworkThere = true;
  events = [];
  vi.stubGlobal('fetch', async () => {
    if (!isNetworkThere) throw AWAY;
    return new Response();
  });
  room = new OfflineRoom();
  const dependencies = {
    async resume() {
      if (refusal !== null) throw refusal;
      resumed += 1;
      return { ...JOIN, token: `fresh ${resumed}` };
    },
  };
  connection = new Connection(room, JOIN, dependencies, {
    changed: () => undefined,
    async entered() {
      events.push('entered');
    },
    ended: () => events.push('ended'),
  });
});
afterEach(async () => {
  await connection.close();
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

const tokens = () => room.asked.map(({ token }) => token);

/** Time passes; a moment is enough for a try that nothing delays. */
const pass = (ms: number) => vi.advanceTimersByTimeAsync(ms);
const MOMENT_MS = 100;

async function connected(): Promise<void> {
  void connection.connect();
  await pass(MOMENT_MS);
}

it('comes in with the token of the join, and never uses one twice', async () => {
  room.answers = [AWAY, 'in'];
  void connection.connect();
  await pass(1000);
  expect(tokens()).toEqual(['first', 'fresh 1']);
  expect(connection.state).toBe('connected');
  expect(events).toEqual(['entered']);
});

it('gives up a first connection after ten tries, and tries anew when asked', async () => {
  room.answers = [AWAY];
  void connection.connect();
  await pass(60_000);
  expect(room.asked).toHaveLength(10);
  expect([connection.state, connection.disconnectReason]).toEqual(['disconnected', 'lost']);
  room.answers = ['in'];
  await connected();
  expect(connection.state).toBe('connected');
});

it.each([
  ['meeting_ended', 'ended'],
  ['participant_removed', 'removed'],
] as const)('asks no further once the backend has settled it: %s', async (code, reason) => {
  room.answers = [AWAY];
  refusal = new ApiProblem(code, 'over');
  void connection.connect();
  await pass(60_000);
  expect(room.asked).toHaveLength(1);
  expect(connection.disconnectReason).toBe(reason);
  expect(events).toEqual(['ended']);
});

it('comes back with a fresh token when the SFU has lost the session', async () => {
  await connected();
  room.end(DisconnectReason.STATE_MISMATCH);
  expect([connection.state, connection.isRenewing]).toEqual(['reconnecting', true]);
  await pass(MOMENT_MS);
  expect(tokens()).toEqual(['first', 'fresh 1']);
  expect(events).toEqual(['entered', 'entered']);
});

it('does not come back where somebody else has taken the place', async () => {
  await connected();
  room.end(DisconnectReason.DUPLICATE_IDENTITY);
  await pass(60_000);
  expect([connection.disconnectReason, room.asked.length]).toEqual(['duplicate', 1]);
});

it('waits for a network that is away without spending its tries', async () => {
  await connected();
  isNetworkThere = false;
  room.end();
  await pass(200_000);
  expect([room.asked.length, connection.trouble]).toEqual([1, 'network']);
  isNetworkThere = true;
  await pass(1000);
  expect(connection.state).toBe('connected');
});

it('ends the search when the person leaves', async () => {
  await connected();
  isNetworkThere = false;
  room.end();
  await pass(1000);
  await connection.close();
  isNetworkThere = true;
  await pass(60_000);
  expect([room.asked.length, connection.disconnectReason]).toEqual([1, 'left']);
});

it('gives up when the network stays away for ten minutes, and says so', async () => {
  await connected();
  isNetworkThere = false;
  room.end(DisconnectReason.STATE_MISMATCH);
  await pass(9 * 60_000);
  expect(connection.state).toBe('reconnecting');
  await pass(2 * 60_000);
  expect([connection.state, connection.disconnectReason]).toEqual(['disconnected', 'lost']);
  expect(events).toEqual(['entered', 'ended']);
});
