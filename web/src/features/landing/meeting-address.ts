/** Reads what people paste or type to join: a link, a meeting's id, or its code in any of its spellings. */

export type MeetingAddress =
  | { readonly kind: 'id'; readonly meetingId: string }
  | { readonly kind: 'code'; readonly code: string }
  | { readonly kind: 'malformed'; readonly reason: MalformedBy };

/** `code_unused`: ten letters, among them one of those that never occur. */
type MalformedBy = 'code_length' | 'code_letters' | 'code_unused' | 'link';

const MEETING_ID = /^[A-Za-z0-9_-]{22}$/u;
const LINK_PATH = /\/m\/([^/?#]+)/u;
const CODE_LETTERS = 10;
/** They look like 1 and 0, so the backend puts them into no code. */
const UNUSED_LETTERS = /[ilo]/u;

export function meetingAddress(typed: string): MeetingAddress {
  const text = typed.trim();
  if (text.includes('/')) return fromLink(text);
  if (MEETING_ID.test(text)) return { kind: 'id', meetingId: text };
  return fromCode(text);
}

function fromLink(text: string): MeetingAddress {
  const meetingId = LINK_PATH.exec(text)?.[1];
  if (meetingId === undefined || !MEETING_ID.test(meetingId)) return { kind: 'malformed', reason: 'link' };
  return { kind: 'id', meetingId };
}

function fromCode(text: string): MeetingAddress {
  const letters = text.replace(/[\s\-–—.]/gu, '').toLowerCase();
  if (!/^[a-z]*$/u.test(letters)) return { kind: 'malformed', reason: 'code_letters' };
  if (letters.length !== CODE_LETTERS) return { kind: 'malformed', reason: 'code_length' };
  if (UNUSED_LETTERS.test(letters)) return { kind: 'malformed', reason: 'code_unused' };
  return { kind: 'code', code: `${letters.slice(0, 3)}-${letters.slice(3, 7)}-${letters.slice(7)}` };
}
