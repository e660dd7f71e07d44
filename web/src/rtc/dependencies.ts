/** What a call needs from the backend; `apiDependencies` is the real thing. */
import { fetchTranscript, fetchWebConfig, resumeMeeting } from '../api/meetings';
import { saveJoin } from '../api/session';
import { leaveTelemetry, sendTelemetry } from '../api/telemetry';
import type { JoinResponse, Transcript } from '../gen';
import type { TelemetryDoor } from './telemetry/mailbox';

export interface CallDependencies {
  /** A fresh token for the same identity. @throws ApiProblem */
  resume(signal: AbortSignal): Promise<JoinResponse>;
  /**
   * Stored segments from `sinceMs` of the meeting clock on, with their translations into `language`, null: all.
   *
   * @throws ApiProblem
   */
  fetchTranscript(sinceMs: number, language: string | null, signal: AbortSignal): Promise<Transcript>;
  /** Where this person tells how their call goes. */
  readonly telemetry: TelemetryDoor;
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
    telemetry: {
      isOpen: async (signal) => (await fetchWebConfig(within(signal))).keeps_telemetry,
      tell: (letter) =>
        sendTelemetry(
          join.meeting_id,
          { type: 'parley.telemetry', resume_secret: secret, ...letter },
          AbortSignal.timeout(ANSWER_TIMEOUT_MS),
        ),
      tellAtLast: (letter) =>
        leaveTelemetry(join.meeting_id, { type: 'parley.telemetry', resume_secret: secret, ...letter }),
    },
  };
}
