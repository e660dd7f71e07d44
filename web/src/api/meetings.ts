/** The backend's calls about meetings, one function each; see the HTTP table of ARCHITECTURE.md. */
import {
  type JoinRequest,
  type JoinResponse,
  type Meeting,
  type MeetingCreate,
  type MeetingCreated,
  type MeetingNotes,
  type MeetingUpdate,
  type ParticipantUpdate,
  type Transcript,
  type WebConfig,
  zJoinResponse,
  zMeeting,
  zMeetingCreated,
  zMeetingNotes,
  zTranscript,
  zWebConfig,
} from '../gen';
import { requestJson, requestNothing } from './request';

const of = (meetingId: string) => `/api/meetings/${encodeURIComponent(meetingId)}`;

/** What this deployment is and can, as far as pages need it. */
export function fetchWebConfig(signal?: AbortSignal): Promise<WebConfig> {
  return requestJson('/config.json', zWebConfig, { signal });
}

export function createMeeting(wish: Partial<MeetingCreate> = {}): Promise<MeetingCreated> {
  return requestJson('/api/meetings', zMeetingCreated, { method: 'POST', body: wish });
}

export function fetchMeeting(meetingId: string, signal?: AbortSignal): Promise<Meeting> {
  return requestJson(of(meetingId), zMeeting, { signal });
}

/** Takes a code as people type it; the backend decides what is malformed. */
export function fetchMeetingByCode(code: string): Promise<Meeting> {
  return requestJson(`/api/codes/${encodeURIComponent(code.trim().toLowerCase())}`, zMeeting);
}

export function joinMeeting(meetingId: string, request: JoinRequest): Promise<JoinResponse> {
  return requestJson(`${of(meetingId)}/join`, zJoinResponse, { method: 'POST', body: request });
}

/** A fresh token for the same identity. */
export function resumeMeeting(
  meetingId: string,
  resumeSecret: string,
  signal?: AbortSignal,
): Promise<JoinResponse> {
  const body = { resume_secret: resumeSecret };
  return requestJson(`${of(meetingId)}/resume`, zJoinResponse, { method: 'POST', body, signal });
}

/** What a person changes about themselves; only their own resume secret counts, no host key. */
export function updateMe(meetingId: string, resumeSecret: string, change: ParticipantUpdate): Promise<void> {
  return requestNothing(`${of(meetingId)}/me`, { method: 'PATCH', body: change, credential: resumeSecret });
}

export function updateMeeting(
  meetingId: string,
  credential: string,
  change: MeetingUpdate,
): Promise<Meeting> {
  return requestJson(of(meetingId), zMeeting, { method: 'PATCH', body: change, credential });
}

export function endMeeting(meetingId: string, credential: string): Promise<Meeting> {
  return requestJson(`${of(meetingId)}/end`, zMeeting, { method: 'POST', credential });
}

export function removeParticipant(meetingId: string, credential: string, identity: string): Promise<void> {
  const path = `${of(meetingId)}/participants/${encodeURIComponent(identity)}`;
  return requestNothing(path, { method: 'DELETE', credential });
}

/**
 * Stored segments with their translations; with `sinceMs` only those from that moment of the meeting clock on, with
 * `language` only translations into that.
 */
export function fetchTranscript(
  meetingId: string,
  credential: string,
  options: {
    readonly sinceMs?: number;
    readonly language?: string | null;
    readonly signal?: AbortSignal;
  } = {},
): Promise<Transcript> {
  const { sinceMs, language = null, signal } = options;
  const query = new URLSearchParams();
  if (sinceMs !== undefined) query.set('since_ms', String(Math.max(0, Math.floor(sinceMs))));
  if (language !== null) query.set('language', language);
  const path = `${of(meetingId)}/transcript${query.size === 0 ? '' : `?${query}`}`;
  return requestJson(path, zTranscript, { credential, signal });
}

export function fetchNotes(
  meetingId: string,
  credential: string,
  signal?: AbortSignal,
): Promise<MeetingNotes> {
  return requestJson(`${of(meetingId)}/notes`, zMeetingNotes, { credential, signal });
}

/** Asks for the notes to be made again. */
export function requestNotes(meetingId: string, credential: string): Promise<MeetingNotes> {
  return requestJson(`${of(meetingId)}/notes`, zMeetingNotes, { method: 'POST', credential });
}
