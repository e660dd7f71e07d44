/** Why a connection ended, and whether to come back. Pure: the SFU's reason first, then what the backend says. */
import { DisconnectReason as SfuReason } from 'livekit-client';
import type { ApiProblemCode } from '../api/problem';
import type { DisconnectReason } from './types';

/** Waits before each try to come back, in ms; after the last the call counts as lost. Sum: about two minutes. */
export const RETRY_DELAYS_MS = [
  0, 250, 250, 500, 500, 1000, 1000, 2000, 4000, 8000, 8000, 15_000, 15_000, 30_000, 30_000,
] as const;

/** What the SFU's word alone settles; null: ask the backend, which knows whether the meeting goes on. */
export function settledBySfu(reason: SfuReason | undefined): DisconnectReason | null {
  switch (reason) {
    case SfuReason.CLIENT_INITIATED:
      return 'left';
    case SfuReason.DUPLICATE_IDENTITY:
      return 'duplicate';
    case SfuReason.PARTICIPANT_REMOVED:
      return 'removed';
    default:
      // ROOM_DELETED may be the host's end or an SFU that forgot the room; the rest are troubles of the way.
      return null;
  }
}

/** What the backend's refusal settles; null: it may mend itself, try again. */
export function settledByBackend(code: ApiProblemCode): DisconnectReason | null {
  switch (code) {
    case 'meeting_ended':
    case 'meeting_not_found':
      return 'ended';
    case 'participant_removed':
      return 'removed';
    case 'credential_invalid':
    case 'credential_missing':
    case 'not_allowed':
      return 'lost';
    default:
      return null;
  }
}
