/**
 * Twelve colours, one a person, kept for that person through tiles, captions, transcript and notes of a meeting.
 *
 * An identity's hash says which colour it would like; if someone has it already the next free one is taken,
 * so the first twelve people always differ. What was given is remembered per meeting in this browser.
 */
export const SPEAKER_COLOURS = 12;

/** Identity → colour, 1 to 12. */
export type ColourOf = (identity: string) => number;

/** Adds identities in the given order to what was assigned before; never changes an earlier assignment. */
export function assignColours(
  assigned: ReadonlyMap<string, number>,
  identities: readonly string[],
): ReadonlyMap<string, number> {
  const colours = new Map(assigned);
  for (const identity of identities) {
    if (colours.has(identity)) continue;
    colours.set(identity, nextColour(new Set(colours.values()), preferredColour(identity)));
  }
  return colours.size === assigned.size ? assigned : colours;
}

function nextColour(taken: ReadonlySet<number>, preferred: number): number {
  for (let step = 0; step < SPEAKER_COLOURS; step += 1) {
    const colour = ((preferred - 1 + step) % SPEAKER_COLOURS) + 1;
    if (!taken.has(colour)) return colour;
  }
  return preferred;
}

/** FNV-1a, 32 bits: spreads short strings well and is the same everywhere. */
export function preferredColour(identity: string): number {
  let hash = 0x811c9dc5;
  for (let index = 0; index < identity.length; index += 1) {
    hash = Math.imul(hash ^ identity.charCodeAt(index), 0x01000193);
  }
  return ((hash >>> 0) % SPEAKER_COLOURS) + 1;
}

const STORAGE_PREFIX = 'parley.colours.';

export function rememberedColours(meetingId: string): ReadonlyMap<string, number> {
  const colours = new Map<string, number>();
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_PREFIX + meetingId) ?? '[]');
    if (!Array.isArray(stored)) return colours;
    for (const entry of stored) {
      if (!Array.isArray(entry)) continue;
      const [identity, colour]: unknown[] = entry;
      if (typeof identity === 'string' && isColour(colour)) colours.set(identity, colour);
    }
  } catch {
    // unreadable storage: colours start afresh
  }
  return colours;
}

export function rememberColours(meetingId: string, colours: ReadonlyMap<string, number>): void {
  try {
    localStorage.setItem(STORAGE_PREFIX + meetingId, JSON.stringify([...colours]));
  } catch {
    // full or blocked storage: colours last as long as the page
  }
}

function isColour(value: unknown): value is number {
  return Number.isInteger(value) && Number(value) >= 1 && Number(value) <= SPEAKER_COLOURS;
}
