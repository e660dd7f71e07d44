/**
 * What this browser remembers of a meeting, so that a reload is the same person and the host stays the host.
 *
 * Kept in localStorage, one entry a meeting. All of it are credentials or a name: nothing here is ever logged.
 */
import { z } from 'zod';
import { type JoinResponse, zRole } from '../gen';

const zMeetingSession = z.object({
  /** Assigned by the backend at the first join; null before. */
  identity: z.string().nullable(),
  resumeSecret: z.string().nullable(),
  hostKey: z.string().nullable(),
  name: z.string(),
  role: zRole.nullable(),
  /** What we last said that we speak; null: as the meeting. */
  language: z.string().nullable().default(null),
  /** What we last said that we read captions in; null: what is spoken. */
  readingLanguage: z.string().nullable().default(null),
});

export type MeetingSession = z.infer<typeof zMeetingSession>;

const EMPTY: MeetingSession = {
  identity: null,
  resumeSecret: null,
  hostKey: null,
  name: '',
  role: null,
  language: null,
  readingLanguage: null,
};
const key = (meetingId: string) => `parley.meeting.${meetingId}`;

/** The session of a meeting; empty when there is none or it cannot be read. */
export function loadSession(meetingId: string): MeetingSession {
  try {
    const parsed = zMeetingSession.safeParse(JSON.parse(localStorage.getItem(key(meetingId)) ?? 'null'));
    return parsed.success ? parsed.data : EMPTY;
  } catch {
    return EMPTY; // storage refused by the browser, or not JSON: the person joins anew
  }
}

/** Remembers `change` on top of what is known. */
export function saveSession(meetingId: string, change: Partial<MeetingSession>): MeetingSession {
  const session = { ...loadSession(meetingId), ...change };
  try {
    localStorage.setItem(key(meetingId), JSON.stringify(session));
  } catch {
    // Storage is full or refused: this page works on, only a reload will ask for the name again.
  }
  return session;
}

export function saveJoin(join: JoinResponse): MeetingSession {
  const { identity, name, role, resume_secret: resumeSecret } = join;
  return saveSession(join.meeting_id, { identity, name, role, resumeSecret });
}

/** Forgets who we were there, for instance after being told that the resume secret is void; a host key stays. */
export function forgetIdentity(meetingId: string): MeetingSession {
  return saveSession(meetingId, { identity: null, resumeSecret: null });
}

/** The strongest credential held: host key, else resume secret, else null. */
export function credentialOf(session: MeetingSession): string | null {
  return session.hostKey ?? session.resumeSecret;
}
