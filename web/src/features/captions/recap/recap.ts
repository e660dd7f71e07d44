/** What somebody who comes late has just missed. Pure. */
import type { CaptionView } from '../../../rtc/types';

/** How far back a recap goes: long enough to follow, short enough to read while people talk on. */
const RECAP_MS = 60_000;

/** Finals of the last minute before `joinedAtMs` on the meeting clock, in order; null: not known yet. */
export function recap(captions: readonly CaptionView[], joinedAtMs: number | null): readonly CaptionView[] {
  if (joinedAtMs === null) return [];
  return captions.filter(
    ({ isFinal, startMs, endMs }) => isFinal && startMs < joinedAtMs && endMs >= joinedAtMs - RECAP_MS,
  );
}
