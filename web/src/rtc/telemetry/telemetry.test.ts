// @vitest-environment jsdom
/** A page's telemetry from its first second to its last, on a clock that we turn. */
import type { Room } from 'livekit-client';
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { zTelemetryBatch } from '../../gen';
import type { Letter } from './mailbox';
import { Telemetry } from './telemetry';

const WELL = { isOver: false, isAway: false, isRenewing: false, trouble: null };

/** A room with one transport that sends fifty packets a second and loses none. */
function roomOf(): Room {
  const getStats = async () => {
    const packetsSent = Math.round(performance.now() / 20);
    const entries = [
      { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
      { id: 'P', type: 'candidate-pair', localCandidateId: 'L', currentRoundTripTime: 0.03 },
      { id: 'L', type: 'local-candidate', candidateType: 'host', protocol: 'udp' },
      { id: 'S', type: 'media-source', kind: 'audio', trackIdentifier: 'mic' },
      { id: 'O', type: 'outbound-rtp', kind: 'audio', mediaSourceId: 'S', packetsSent },
    ];
    return new Map(entries.map((entry) => [entry.id, entry]));
  };
  const track = { mediaStreamTrack: { id: 'mic', readyState: 'live', muted: false } };
  const publication = {
    source: 'microphone',
    track,
    audioTrack: { ...track, getSourceTrackSettings: () => ({ latency: 0.01 }) },
  };
  const room = {
    engine: { pcManager: { publisher: { getStats, getICEConnectionState: () => 'connected' } } },
    on: () => room,
    remoteParticipants: new Map(),
    localParticipant: {
      trackPublications: new Map([['mic', publication]]),
      getTrackPublication: () => publication,
    },
  };
  return room as unknown as Room; // the little of it that is asked
}

function opened(isOpen = true) {
  const told: Letter[] = [];
  const last: Letter[] = [];
  const telemetry = new Telemetry(roomOf(), {
    door: {
      isOpen: async () => isOpen,
      tell: async (letter) => void told.push(letter),
      tellAtLast: (letter) => void last.push(letter),
    },
    suppressor: () => null,
  });
  return { telemetry, told, last };
}

const numbersOf = (letters: readonly Letter[]) =>
  letters.map(({ buckets }) => buckets.map(({ sequence }) => sequence));

beforeEach(() => vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] }));
afterEach(() => vi.useRealTimers());

it('tells three buckets each 15 s, every one a batch that the backend takes', async () => {
  const { telemetry, told } = opened();
  await vi.advanceTimersByTimeAsync(31_000);
  telemetry.close();
  expect(numbersOf(told)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  let endMs = 0;
  for (const letter of told) {
    zTelemetryBatch.parse({ type: 'parley.telemetry', resume_secret: 'rs', ...letter });
    for (const bucket of letter.buckets) {
      expect(bucket.start_ms).toBeGreaterThanOrEqual(endMs);
      endMs = bucket.start_ms + bucket.duration_ms;
      expect(endMs).toBeLessThanOrEqual(letter.sent_at_ms);
      expect(bucket.uplink_audio?.packets).toBe(250);
      expect(bucket.stages).toMatchObject({ capture_ms: 10, encode_ms: 26.5, network_ms: 15 });
      expect(bucket.publisher).toEqual(bucket.subscriber);
    }
  }
});

it('leaves the rest by beacon, up to its last look, and then is still', async () => {
  const { telemetry, told, last } = opened();
  await vi.advanceTimersByTimeAsync(8000);
  telemetry.close();
  telemetry.close();
  await vi.advanceTimersByTimeAsync(60_000);
  expect([numbersOf(told), numbersOf(last)]).toEqual([[], [[0, 1]]]);
  expect(last[0]?.buckets[1]).toMatchObject({ start_ms: 5000, duration_ms: 3000 });
  expect(last[0]?.buckets[1]?.uplink_audio?.packets).toBe(150);
});

it('leaves what it has when the page goes', async () => {
  const { telemetry, last } = opened();
  await vi.advanceTimersByTimeAsync(6000);
  dispatchEvent(new Event('pagehide'));
  telemetry.close();
  expect(numbersOf(last)).toEqual([[0, 1]]);
});

it('tells nothing while there is no call, and goes on when the person tries again', async () => {
  const { telemetry, told, last } = opened();
  await vi.advanceTimersByTimeAsync(6000);
  telemetry.follow({ ...WELL, isOver: true });
  await vi.advanceTimersByTimeAsync(60_000);
  expect([numbersOf(told), numbersOf(last)]).toEqual([[], [[0, 1]]]);
  telemetry.follow(WELL);
  await vi.advanceTimersByTimeAsync(15_000);
  telemetry.close();
  expect(numbersOf(told)).toEqual([[2, 3, 4]]);
  expect(told[0]?.buckets[0]?.start_ms).toBe(66_000);
});

it('is another page after a sleep', async () => {
  const { telemetry, told, last } = opened();
  await vi.advanceTimersByTimeAsync(7000);
  const asleep = performance.now.bind(performance);
  performance.now = () => asleep() + 3_600_000;
  await vi.advanceTimersByTimeAsync(3000);
  expect(numbersOf(last)).toEqual([[0, 1]]);
  expect(last[0]?.buckets[1]).toMatchObject({ start_ms: 5000, duration_ms: 2000 });
  await vi.advanceTimersByTimeAsync(15_000);
  telemetry.close();
  expect(numbersOf(told)).toEqual([[0, 1, 2]]);
  expect(told[0]?.page_id).not.toBe(last[0]?.page_id);
  expect(told[0]?.page_id).toMatch(/^[A-Za-z0-9_-]{16}$/);
});

it('is the same page however busy it is, and tells all of it', async () => {
  const { telemetry, told } = opened();
  const idle = performance.now.bind(performance);
  let lateMs = 0;
  performance.now = () => idle() + lateMs;
  for (let look = 0; look < 6; look++) {
    lateMs += 6000;
    await vi.advanceTimersByTimeAsync(1000);
  }
  telemetry.close();
  expect(numbersOf(told)).toEqual([
    [0, 1, 2],
    [3, 4, 5],
  ]);
  expect(told[1]?.page_id).toBe(told[0]?.page_id);
  expect(told.flatMap(({ buckets }) => buckets.map((bucket) => bucket.duration_ms))).toEqual(
    Array.from({ length: 6 }, () => 7000),
  );
});

it('collects nothing where none is kept', async () => {
  const { telemetry, told, last } = opened(false);
  await vi.advanceTimersByTimeAsync(60_000);
  telemetry.follow({ ...WELL, isOver: true });
  telemetry.close();
  expect([told, last]).toEqual([[], []]);
});
