import { describe, expect, it } from 'vitest';
import { RUNGS, type Rung } from '../effect';
import { Governor } from './governor';

const INTERVAL_MS = 33;

/** Runs for so long with frames that cost what the rung costs; returns each change and when it came. */
function run(governor: Governor, costs: Readonly<Record<Rung, number>>, forMs: number, startMs = 0) {
  const changes: { readonly atMs: number; readonly rung: Rung }[] = [];
  for (let atMs = startMs; atMs < startMs + forMs; atMs += INTERVAL_MS)
    if (governor.frame(costs[governor.rung], INTERVAL_MS, atMs)) changes.push({ atMs, rung: governor.rung });
  return changes;
}

const always = (ms: number) => ({ full: ms, half_mask: ms, small_capture: ms, whole_blur: ms });

describe('a device that cannot keep up', () => {
  it('steps down once frames have been late for two seconds, and says why', () => {
    const governor = new Governor('full');
    const [first] = run(governor, { ...always(10), full: 40 }, 3_000);
    expect(first?.rung).toBe('half_mask');
    expect(first?.atMs).toBeGreaterThanOrEqual(2_000);
    expect(first?.atMs).toBeLessThan(2_200);
    expect(governor.reason).toBe('late');
  });

  it('ends at the last rung and stays there', () => {
    const governor = new Governor('full');
    expect(run(governor, always(100), 60_000).map(({ rung }) => rung)).toEqual(RUNGS.slice(1));
  });

  it('forgives a hiccup', () => {
    const governor = new Governor('full');
    for (let atMs = 0; atMs < 60_000; atMs += INTERVAL_MS)
      expect(governor.frame(atMs % 990 === 0 ? 80 : 10, INTERVAL_MS, atMs)).toBe(false);
  });
});

describe('a device with room again', () => {
  it('steps up after twenty seconds of it, not before', () => {
    const governor = new Governor('half_mask');
    const [first] = run(governor, always(5), 30_000);
    expect(first?.rung).toBe('full');
    expect(first?.atMs).toBeGreaterThanOrEqual(20_000);
    expect(governor.reason).toBe('recovered');
  });

  it('does not step up where frames are merely in time', () => {
    expect(run(new Governor('half_mask'), always(20), 120_000)).toEqual([]);
  });
});

describe('a device between two rungs', () => {
  it.each([
    ['half the masks are cheap, all of them too much', { ...always(5), full: 40 }],
    [
      'a small picture is cheap, a large one too much',
      { full: 60, half_mask: 45, small_capture: 8, whole_blur: 4 },
    ],
  ])('does not go to and fro: %s', (_, costs) => {
    const hours = 4;
    const changes = run(new Governor('full'), costs, hours * 3_600_000);
    // Patience doubles up to half an hour: few tries at first, two an hour in the end.
    expect(changes.length).toBeLessThan(30 + hours * 4);
    const lastHour = changes.filter(({ atMs }) => atMs > (hours - 1) * 3_600_000);
    expect(lastHour.length).toBeLessThanOrEqual(8);
  });
});

describe('a limit', () => {
  it('is kept however much room there is, and lifted at once', () => {
    const governor = new Governor('full');
    expect(governor.limit('half_mask')).toBe(true);
    expect(governor.reason).toBe('low_power');
    expect(run(governor, always(3), 120_000)).toEqual([]);
    expect(governor.limit('full')).toBe(true);
    expect(governor.rung).toBe('full');
  });

  it('holds for the start too', () => {
    const governor = new Governor('full');
    governor.limit('half_mask');
    governor.start('full');
    expect(governor.rung).toBe('half_mask');
  });

  it('leaves a lower rung alone', () => {
    const governor = new Governor('small_capture');
    expect(governor.limit('half_mask')).toBe(false);
    expect(governor.rung).toBe('small_capture');
  });
});

it('goes down a rung when the graphics device is lost', () => {
  const governor = new Governor('full');
  governor.lostDevice();
  expect([governor.rung, governor.reason]).toEqual(['half_mask', 'device_lost']);
});
