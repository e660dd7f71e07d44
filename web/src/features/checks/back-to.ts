/** The meeting that a test was begun from, by `?back=`; anything but a meeting's own address leads nowhere. */
const MEETING = /^\/m\/[A-Za-z0-9_-]{22}(\?role=viewer)?$/;

export function backTo(search: string): string | null {
  const back = new URLSearchParams(search).get('back') ?? '';
  return MEETING.test(back) ? back : null;
}

/** The test's address for somebody who is about to join this meeting. */
export function checkAddress(meetingId: string, isViewer: boolean): string {
  const back = `/m/${meetingId}${isViewer ? '?role=viewer' : ''}`;
  return `/check?${new URLSearchParams({ back })}`;
}
