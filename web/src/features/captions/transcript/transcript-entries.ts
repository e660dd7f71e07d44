/** Words and gaps on one time axis. Pure. */
import type { GapView } from '../../../rtc/types';

export type TranscriptEntry<Words> =
  | { readonly kind: 'words'; readonly words: Words }
  | { readonly kind: 'gap'; readonly gap: GapView };

/**
 * Keeps the order of `spoken`; each gap stands before the first words that start after it.
 *
 * @param gaps Ordered by start.
 */
export function inTime<Words>(
  spoken: readonly Words[],
  startMs: (words: Words) => number,
  gaps: readonly GapView[],
): readonly TranscriptEntry<Words>[] {
  const entries: TranscriptEntry<Words>[] = [];
  let next = 0;
  for (const words of spoken) {
    for (let gap = gaps[next]; gap !== undefined && gap.startMs < startMs(words); gap = gaps[next]) {
      entries.push({ kind: 'gap', gap });
      next += 1;
    }
    entries.push({ kind: 'words', words });
  }
  return [...entries, ...gaps.slice(next).map((gap) => ({ kind: 'gap' as const, gap }))];
}
