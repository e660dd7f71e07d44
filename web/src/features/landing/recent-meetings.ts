/** Meetings this browser was in, latest first, so that people find their way back. */
import { z } from 'zod';

const STORAGE_KEY = 'parley.recent';
const KEPT = 4;

const zRecentMeeting = z.object({
  meetingId: z.string(),
  code: z.string(),
  title: z.string(),
  /** ISO 8601, when this browser last went in. */
  visitedAt: z.string(),
});

export type RecentMeeting = z.infer<typeof zRecentMeeting>;

export function recentMeetings(): readonly RecentMeeting[] {
  try {
    const parsed = z.array(zRecentMeeting).safeParse(JSON.parse(localStorage.getItem(STORAGE_KEY) ?? '[]'));
    return parsed.success ? parsed.data : [];
  } catch {
    return []; // blocked storage or not JSON: nothing is remembered
  }
}

export function rememberMeeting(meeting: RecentMeeting): void {
  const others = recentMeetings().filter((known) => known.meetingId !== meeting.meetingId);
  try {
    localStorage.setItem(STORAGE_KEY, JSON.stringify([meeting, ...others].slice(0, KEPT)));
  } catch {
    // as above
  }
}
