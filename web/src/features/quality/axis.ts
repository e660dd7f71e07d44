/** One time axis for everything on the page. Pure. */
import type { Finding, Level, Timeline } from '../../gen';

/** A stretch of the axis in percent of its length. */
export interface Stretch {
  readonly start: number;
  readonly size: number;
}

/** Lengths between two marks that people count in, in seconds. */
const STEPS_S = [5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600];
const MARKS_MAX = 6;
/** Beyond this share of the axis the words of a mark have no room. */
const LAST_MARK = 0.92;

/** Where a stretch of time lies, cut to the meeting. */
export function stretchOf(startMs: number, endMs: number, lengthMs: number): Stretch {
  const length = Math.max(1, lengthMs);
  const start = Math.min(length, Math.max(0, startMs));
  const end = Math.min(length, Math.max(start, endMs));
  return { start: (100 * start) / length, size: (100 * (end - start)) / length };
}

/** Times to be written below the axis. */
export function marks(lengthMs: number): readonly number[] {
  const stepS = STEPS_S.find((step) => lengthMs / (step * 1000) <= MARKS_MAX) ?? 7200;
  const found: number[] = [];
  for (let ms = 0; ms <= LAST_MARK * lengthMs; ms += stepS * 1000) found.push(ms);
  return found;
}

/** When it was not good, neighbouring points as one. */
export function troubledTimes(
  timeline: Timeline,
): readonly { readonly startMs: number; readonly endMs: number }[] {
  const times: { startMs: number; endMs: number }[] = [];
  for (const { start_ms: startMs, end_ms: endMs, level } of timeline.points) {
    if (!isTroubled(level)) continue;
    const last = times.at(-1);
    if (last !== undefined && startMs - last.endMs < 1000) last.endMs = endMs;
    else times.push({ startMs, endMs });
  }
  return times;
}

/** The measure that a finding rests on most, as a line between 0 and 1; null where nothing was measured. */
export function lineOf(timeline: Timeline, finding: Finding, lengthMs: number): string | null {
  const measure = finding.evidence[0]?.measure;
  if (measure === undefined) return null;
  const told = timeline.points.flatMap((point) => {
    const value = point.values[measure];
    return value === undefined ? [] : [{ at: stretchOf(point.start_ms, point.end_ms, lengthMs), value }];
  });
  if (told.length < 2) return null;
  const values = told.map(({ value }) => value);
  const [least, most] = [Math.min(0, ...values), Math.max(...values)];
  const height = (value: number) => 100 - (100 * (value - least)) / Math.max(1e-9, most - least);
  return told
    .map(({ at, value }, index) => {
      const x = at.start + at.size / 2;
      return `${index === 0 ? 'M' : 'L'}${x.toFixed(2)} ${height(value).toFixed(2)}`;
    })
    .join('');
}

const isTroubled = (level: Level) => level === 'fair' || level === 'poor';
