/**
 * Twelve colours, one a person: the same in every browser, through tiles, captions, transcript and notes.
 *
 * An identity's hash says which colour it would like; who arrived before has the first choice, the next free one is
 * left to the later, so the first twelve people always differ. Identity and arrival are the backend's and the SFU's
 * word, which all browsers share. When people arrived is remembered per meeting, for those who have left since and
 * for the page after the meeting.
 */
export const SPEAKER_COLOURS = 12;

/** Identity → colour, 1 to 12. */
export type ColourOf = (identity: string) => number;

/** Somebody of the meeting; `joinedAtMs` is null for a speaker of whom only words are known. */
export interface Arrival {
  readonly identity: string;
  /** Epoch ms by the SFU's clock. */
  readonly joinedAtMs: number | null;
}

/** Who spoke, in the order in which they first did. */
export function speakersOf(spoken: readonly { readonly speaker: string }[]): readonly Arrival[] {
  return [...new Set(spoken.map(({ speaker }) => speaker))].map((identity) => ({
    identity,
    joinedAtMs: null,
  }));
}

/** Identity → epoch ms of the first arrival that we heard of. */
export type Arrivals = ReadonlyMap<string, number>;

/**
 * Adds newcomers. Who came back keeps their first arrival; whose arrival is unknown counts as the last to come, so
 * that they change nobody's colour. The same map if nobody is new.
 */
export function withNewcomers(known: Arrivals, people: readonly Arrival[]): Arrivals {
  const arrivals = new Map(known);
  for (const { identity, joinedAtMs } of people) {
    if (arrivals.has(identity)) continue;
    arrivals.set(identity, joinedAtMs ?? Math.max(0, ...arrivals.values()) + 1);
  }
  return arrivals.size === known.size ? known : arrivals;
}

/** Depends on who arrived when and on nothing else, in particular not on the order in which we heard of it. */
export function coloursOf(arrivals: Arrivals): ReadonlyMap<string, number> {
  const colours = new Map<string, number>();
  const inOrder = [...arrivals].sort(([a, aMs], [b, bMs]) => aMs - bMs || (a < b ? -1 : 1));
  for (const [identity] of inOrder) {
    colours.set(identity, nextColour(new Set(colours.values()), preferredColour(identity)));
  }
  return colours;
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

const STORAGE_PREFIX = 'parley.arrivals.';

export function rememberedArrivals(meetingId: string): Arrivals {
  const arrivals = new Map<string, number>();
  try {
    const stored: unknown = JSON.parse(localStorage.getItem(STORAGE_PREFIX + meetingId) ?? '[]');
    if (!Array.isArray(stored)) return arrivals;
    for (const entry of stored) {
      if (!Array.isArray(entry)) continue;
      const [identity, arrivedAtMs]: unknown[] = entry;
      if (typeof identity === 'string' && Number.isFinite(arrivedAtMs))
        arrivals.set(identity, Number(arrivedAtMs));
    }
  } catch {
    // unreadable storage: people count as arriving now
  }
  return arrivals;
}

export function rememberArrivals(meetingId: string, arrivals: Arrivals): void {
  try {
    localStorage.setItem(STORAGE_PREFIX + meetingId, JSON.stringify([...arrivals]));
  } catch {
    // full or blocked storage: colours last as long as the page
  }
}
