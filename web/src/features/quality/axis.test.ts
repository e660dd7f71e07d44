import { expect, test } from 'vitest';
import type { Finding, Level, Timeline } from '../../gen';
import { lineOf, marks, stretchOf, troubledTimes } from './axis';

const timeline = (...levels: readonly Level[]): Timeline => ({
  who: 'p-ben',
  points: levels.map((level, index) => ({
    start_ms: 5000 * index,
    end_ms: 5000 * (index + 1),
    level,
    values: { uplink_loss_pct: level === 'good' ? 0 : 12 },
  })),
});

const FINDING: Finding = {
  cause: 'uplink',
  who: 'p-ben',
  start_ms: 5000,
  end_ms: 10_000,
  severity: 1,
  score: 1,
  noticed_by: [],
  touched: 0,
  evidence: [{ measure: 'uplink_loss_pct', mean: 12, worst: 12, worst_ms: 5000, usual: 0 }],
  advice: [],
};

test('a stretch is a part of the meeting, and never beyond it', () => {
  expect(stretchOf(5000, 10_000, 20_000)).toEqual({ start: 25, size: 25 });
  expect(stretchOf(-500, 90_000, 20_000)).toEqual({ start: 0, size: 100 });
  expect(stretchOf(30_000, 40_000, 20_000)).toEqual({ start: 100, size: 0 });
});

test('the axis is marked in steps that people count in, at most seven of them', () => {
  expect(marks(40_000)).toEqual([0, 10_000, 20_000, 30_000]); // the words of the last would stand outside
  expect(marks(3_600_000).length).toBeLessThanOrEqual(7);
  expect(marks(24 * 3_600_000).length).toBeLessThanOrEqual(13);
});

test('trouble in neighbouring points is one time', () => {
  expect(troubledTimes(timeline('good', 'fair', 'poor', 'good', 'poor'))).toEqual([
    { startMs: 5000, endMs: 15_000 },
    { startMs: 20_000, endMs: 25_000 },
  ]);
});

test('the line of a finding is that of its first measure, highest where it was worst', () => {
  expect(lineOf(timeline('good', 'poor', 'good'), FINDING, 15_000)).toBe(
    'M16.67 100.00L50.00 0.00L83.33 100.00',
  );
  expect(lineOf(timeline('good'), FINDING, 5000)).toBeNull();
  expect(lineOf(timeline('good', 'poor'), { ...FINDING, evidence: [] }, 10_000)).toBeNull();
});
