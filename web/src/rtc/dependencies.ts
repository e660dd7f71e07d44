/** What a call needs from the backend; `apiDependencies` is the real thing. */
import { fetchTranscript, resumeMeeting } from '../api/meetings';
import { saveJoin } from '../api/session';
import type { JoinResponse, Transcript } from '../gen';

export interface CallDependencies {
  /** A fresh token for the same identity. @throws ApiProblem */
  resume(signal: AbortSignal): Promise<JoinResponse>;
  /**
   * Stored segments from `sinceMs` of the meeting clock on, with their translations into `language`, null: all.
   *
   * @throws ApiProblem
   */
  fetchTranscript(sinceMs: number, language: string | null, signal: AbortSignal): Promise<Transcript>;
}

/** Longer than any healthy answer takes; a hanging call must not stop us from trying again. */
const ANSWER_TIMEOUT_MS = 10_000;

export function apiDependencies(join: JoinResponse): CallDependencies {
  let secret = join.resume_secret;
  const within = (signal: AbortSignal) => AbortSignal.any([signal, AbortSignal.timeout(ANSWER_TIMEOUT_MS)]);
  return {
    async resume(signal) {
      const fresh = await resumeMeeting(join.meeting_id, secret, within(signal));
      secret = fresh.resume_secret;
      saveJoin(fresh);
      return fresh;
    },
    fetchTranscript: (sinceMs, language, signal) =>
      fetchTranscript(join.meeting_id, secret, { sinceMs, language, signal: within(signal) }),
  };
}
