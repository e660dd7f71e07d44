/** Stretches of the meeting without words that should have some, as the transcript API tells them. Pure. */
import type { Gap } from '../../gen';
import type { GapView } from '../types';

export class GapStore {
  readonly #kept = new Map<string, GapView>();
  #list: readonly GapView[] = [];

  /**
   * Lays an answer of the transcript API over what is known: it is the truth for everything that ends at or after
   * `sinceMs`. A gap that has not ended comes again under its id, longer each time.
   */
  reconcile(stored: readonly Gap[], sinceMs: number): void {
    const answer = new Map(stored.map((gap) => [gap.gap_id, gapOf(gap)]));
    const before = new Map(this.#kept);
    for (const [gapId, known] of before) if (known.endMs >= sinceMs) this.#kept.delete(gapId);
    for (const [gapId, gap] of answer) {
      const known = before.get(gapId);
      this.#kept.set(gapId, known !== undefined && isSameGap(known, gap) ? known : gap);
    }
    const list = [...this.#kept.values()].sort(
      (a, b) => a.startMs - b.startMs || (a.gapId < b.gapId ? -1 : 1),
    );
    const isSame = list.length === this.#list.length && list.every((gap, index) => gap === this.#list[index]);
    if (!isSame) this.#list = list;
  }

  /** Ordered by start, then id; the same reference until something changes. */
  list(): readonly GapView[] {
    return this.#list;
  }
}

export function gapOf(gap: Gap): GapView {
  return {
    gapId: gap.gap_id,
    speaker: gap.speaker,
    speakerName: gap.speaker_name ?? '',
    startMs: gap.start_ms,
    endMs: gap.end_ms,
    reason: gap.reason,
  };
}

function isSameGap(a: GapView, b: GapView): boolean {
  return (
    a.speaker === b.speaker &&
    a.speakerName === b.speakerName &&
    a.startMs === b.startMs &&
    a.endMs === b.endMs &&
    a.reason === b.reason
  );
}
