/** The backend's calls about how meetings went; see the HTTP table of ARCHITECTURE.md. */
import {
  type DiagnosedMeetings,
  type MeetingDiagnosis,
  type OwnQuality,
  zDiagnosedMeetings,
  zMeetingDiagnosis,
  zOwnQuality,
} from '../gen';
import { requestJson } from './request';

const of = (meetingId: string) => `/api/meetings/${encodeURIComponent(meetingId)}`;

/** For a host of the meeting, or support. */
export function fetchDiagnosis(
  meetingId: string,
  credential: string,
  signal?: AbortSignal,
): Promise<MeetingDiagnosis> {
  return requestJson(`${of(meetingId)}/diagnosis`, zMeetingDiagnosis, { credential, signal });
}

/** For support alone. */
export function fetchDiagnosedMeetings(credential: string, signal?: AbortSignal): Promise<DiagnosedMeetings> {
  return requestJson('/api/diagnosis/meetings', zDiagnosedMeetings, { credential, signal });
}

/** What is wrong on one's own side; only one's own resume secret counts, no host key. */
export function fetchOwnQuality(
  meetingId: string,
  resumeSecret: string,
  signal?: AbortSignal,
): Promise<OwnQuality> {
  return requestJson(`${of(meetingId)}/me/quality`, zOwnQuality, { credential: resumeSecret, signal });
}
