import { describe, expect, it } from 'vitest';
import { Interruptions } from './interruptions';

const WELL = { isOver: false, isAway: false, isRenewing: false, trouble: null };
const AWAY = { ...WELL, isAway: true };

describe('interruptions', () => {
  it('are told once they are over, with what was seen of them last', () => {
    const seen = new Interruptions(0);
    seen.follow(WELL, 500);
    seen.follow({ ...AWAY, trouble: 'network' }, 1000);
    seen.follow({ ...AWAY, trouble: 'path', isRenewing: true }, 2000);
    seen.follow(AWAY, 2500);
    expect(seen.take(3000)).toEqual({ away_ms: 2000, reconnects: [] });
    seen.follow(WELL, 4500);
    expect(seen.take(8000)).toEqual({
      away_ms: 1500,
      reconnects: [{ kind: 'renewed', trouble: 'path', start_ms: 1000, duration_ms: 3500 }],
    });
    expect(seen.take(13_000)).toEqual({ away_ms: 0, reconnects: [] });
  });

  it('fill a bucket that they outlast, and no more than it', () => {
    const seen = new Interruptions(0);
    seen.follow(AWAY, 1000);
    seen.take(5000);
    expect(seen.take(10_000).away_ms).toBe(5000);
  });

  it('count from when they began, though the bucket ends with an earlier look', () => {
    const seen = new Interruptions(0);
    seen.follow(AWAY, 5200);
    expect(seen.take(5000).away_ms).toBe(0);
    expect(seen.take(6000).away_ms).toBe(800);
  });

  it('are several in one bucket', () => {
    const seen = new Interruptions(0);
    for (const startMs of [1000, 2000]) {
      seen.follow(AWAY, startMs);
      seen.follow(WELL, startMs + 300);
    }
    const { away_ms, reconnects } = seen.take(5000);
    expect(away_ms).toBe(600);
    expect(reconnects.map(({ kind, start_ms }) => [kind, start_ms])).toEqual([
      ['resumed', 1000],
      ['resumed', 2000],
    ]);
  });
});
