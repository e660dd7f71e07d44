/** The link that brings others to a meeting on this deployment; viewers watch and publish nothing. */
export function meetingLink(meetingId: string, role: 'participant' | 'viewer' = 'participant'): string {
  const link = new URL(`/m/${meetingId}`, window.location.origin);
  if (role === 'viewer') link.searchParams.set('role', role);
  return link.href;
}
