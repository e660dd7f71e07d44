/** How often the page looks again. Pure. */
import type { MeetingState, NotesState } from '../../gen';

const RUNNING_POLL_MS = 5_000;
const SETTLING_POLL_MS = 1_500;

/**
 * With notes off nothing tells that the last words are in, so the page looks for this long after it learned of
 * the end. The backend waits 10 s at most for the agent's last record.
 */
export const LAST_WORDS_MS = 12_000;

export interface Known {
  /** Undefined until the first answer. */
  readonly meeting: MeetingState | undefined;
  readonly notes: NotesState | undefined;
  /** The page has known of the meeting's end for `LAST_WORDS_MS`. */
  readonly isLongOver: boolean;
}

/** Milliseconds until the next look; false when nothing will change any more by itself. */
export function pollMs({ meeting, notes, isLongOver }: Known): number | false {
  if (meeting === undefined) return false;
  if (meeting !== 'ended') return RUNNING_POLL_MS;
  if (notes === undefined || notes === 'pending') return SETTLING_POLL_MS;
  // Notes are asked for once the transcript is whole: any other state of theirs says that it is.
  return notes === 'off' && !isLongOver ? SETTLING_POLL_MS : false;
}
