/** Coming into a meeting: back as who we were if we can, else as somebody new. */
import type { JoinResponse, Role } from '../gen';
import { joinMeeting, resumeMeeting } from './meetings';
import { ApiProblem } from './problem';
import { forgetIdentity, loadSession, saveJoin } from './session';

/**
 * Joins under `name`. Whoever was here under the same name and role comes back with the same identity, which
 * keeps one tile per person; another name, or a secret that is void, makes a new participant.
 *
 * @throws ApiProblem
 */
export async function enterMeeting(
  meetingId: string,
  name: string,
  role: Role = 'participant',
): Promise<JoinResponse> {
  const session = loadSession(meetingId);
  const isHost = session.hostKey !== null && role !== 'viewer';
  const wanted = isHost ? 'host' : role;
  const isSame = session.name === name && session.role === wanted;
  const back = isSame ? await comeBack(meetingId) : null;
  if (back !== null) return back;
  const hostKey = isHost ? session.hostKey : null;
  const join = await joinMeeting(meetingId, { name, role: wanted, host_key: hostKey });
  saveJoin(join);
  return join;
}

/**
 * Comes back with the stored secret, for instance after a reload; null when there is none that still counts.
 *
 * @throws ApiProblem for everything else, for instance `meeting_ended` or `participant_removed`.
 */
async function comeBack(meetingId: string): Promise<JoinResponse | null> {
  const { resumeSecret } = loadSession(meetingId);
  if (resumeSecret === null) return null;
  try {
    const join = await resumeMeeting(meetingId, resumeSecret);
    saveJoin(join);
    return join;
  } catch (error) {
    if (!(error instanceof ApiProblem) || error.code !== 'credential_invalid') throw error;
    forgetIdentity(meetingId);
    return null;
  }
}
