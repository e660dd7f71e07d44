import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { AiState, Gap } from '../../gen';
import { GapStore } from './gaps';
import { GapWatch } from './gaps-watch';

function stored(change: Partial<Gap> = {}): Gap {
  return { gap_id: 'away-1', speaker: null, start_ms: 1000, end_ms: 4000, reason: 'agent_away', ...change };
}

describe('known gaps', () => {
  it('stand in the order of their times, whatever order they came in', () => {
    const gaps = new GapStore();
    gaps.reconcile([stored({ gap_id: 'b', start_ms: 9000, end_ms: 9500 }), stored({ gap_id: 'a' })], 0);
    expect(gaps.list().map((gap) => gap.gapId)).toEqual(['a', 'b']);
  });

  it('grow under their id until they end', () => {
    const gaps = new GapStore();
    for (const end_ms of [2000, 5000, 7200]) gaps.reconcile([stored({ end_ms })], 500);
    expect(gaps.list()).toMatchObject([{ gapId: 'away-1', startMs: 1000, endMs: 7200 }]);
  });

  it('outlast a look at what came later', () => {
    const gaps = new GapStore();
    gaps.reconcile([stored()], 0);
    gaps.reconcile([stored({ gap_id: 'away-2', start_ms: 60_000, end_ms: 61_000 })], 50_000);
    expect(gaps.list()).toHaveLength(2);
  });

  it('go when the store no longer has them', () => {
    const gaps = new GapStore();
    gaps.reconcile([stored()], 0);
    gaps.reconcile([], 0);
    expect(gaps.list()).toEqual([]);
  });

  it('are the same list until something changes, and the same gap when another comes', () => {
    const gaps = new GapStore();
    gaps.reconcile([stored()], 0);
    const before = gaps.list();
    gaps.reconcile([stored()], 0);
    expect(gaps.list()).toBe(before);
    gaps.reconcile([stored(), stored({ gap_id: 'away-2', start_ms: 9000, end_ms: 9900 })], 0);
    expect(gaps.list()).not.toBe(before);
    expect(gaps.list()[0]).toBe(before[0]);
  });
});

describe('the watch', () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());

  const ai = (state: AiState) => ({ state, captionsOn: true, notesOn: true });
  function watching() {
    const read = vi.fn();
    return { read, watch: new GapWatch(read) };
  }

  it('reads while nobody listens, and once more when somebody does', async () => {
    const { read, watch } = watching();
    watch.follow(ai('live'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).not.toHaveBeenCalled();
    watch.follow(ai('restarting'));
    await vi.advanceTimersByTimeAsync(7_000);
    expect(read).toHaveBeenCalledTimes(2);
    watch.follow(ai('live'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).toHaveBeenCalledTimes(3);
  });

  it('asks nothing of captions that are off', async () => {
    const { read, watch } = watching();
    watch.follow({ state: 'restarting', captionsOn: false, notesOn: false });
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).not.toHaveBeenCalled();
  });

  it('asks no more once closed', async () => {
    const { read, watch } = watching();
    watch.follow(ai('unavailable'));
    watch.close();
    watch.follow(ai('live'));
    await vi.advanceTimersByTimeAsync(60_000);
    expect(read).not.toHaveBeenCalled();
  });
});
