/** The link that brings others to a meeting on this deployment. */
export function meetingLink(meetingId: string): string {
  return new URL(`/m/${meetingId}`, window.location.origin).href;
}
