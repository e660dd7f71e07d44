/** Coming into a meeting: back as who we were if we can, else as somebody new. */
import type { JoinResponse, Role } from '../gen';
import { joinMeeting, resumeMeeting, updateMe } from './meetings';
import { ApiProblem } from './problem';
import { forgetIdentity, loadSession, type MeetingSession, saveJoin, saveSession } from './session';

interface Newcomer {
  readonly name: string;
  readonly role?: Role;
  /** BCP 47 tag of what they speak; null: as the meeting. */
  readonly language?: string | null;
  /** BCP 47 tag of what they read captions in; null: what is spoken. */
  readonly readingLanguage?: string | null;
}

type Languages = Pick<MeetingSession, 'language' | 'readingLanguage'>;

/**
 * Joins as `newcomer`. Whoever was here under the same name and role comes back with the same identity, which
 * keeps one tile per person; another name, or a secret that is void, makes a new participant.
 *
 * @throws ApiProblem
 */
export async function enterMeeting(
  meetingId: string,
  { name, role = 'participant', language = null, readingLanguage = null }: Newcomer,
): Promise<JoinResponse> {
  const languages = { language, readingLanguage };
  const session = loadSession(meetingId);
  const isHost = session.hostKey !== null && role !== 'viewer';
  const wanted = isHost ? 'host' : role;
  const isSame = session.name === name && session.role === wanted;
  const back = isSame ? await comeBack(meetingId, languages) : null;
  if (back !== null) return back;
  const hostKey = isHost ? session.hostKey : null;
  const join = await joinMeeting(meetingId, {
    ...{ name, role: wanted, host_key: hostKey, language },
    reading_language: readingLanguage,
  });
  saveJoin(join);
  saveSession(meetingId, languages);
  return join;
}

/**
 * Comes back with the stored secret, for instance after a reload; null when there is none that still counts.
 *
 * @throws ApiProblem for everything else, for instance `meeting_ended` or `participant_removed`.
 */
async function comeBack(meetingId: string, languages: Languages): Promise<JoinResponse | null> {
  const { resumeSecret, ...before } = loadSession(meetingId);
  if (resumeSecret === null) return null;
  try {
    // First what we speak and read, then the token: it carries the languages into the room.
    const { language, readingLanguage } = languages;
    if (language !== before.language || readingLanguage !== before.readingLanguage)
      await updateMe(meetingId, resumeSecret, { language, reading_language: readingLanguage });
    const join = await resumeMeeting(meetingId, resumeSecret);
    saveJoin(join);
    saveSession(meetingId, languages);
    return join;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'credential_invalid') throw error;
    forgetIdentity(meetingId);
    return null;
  }
}
