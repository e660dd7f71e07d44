/** Reads the transcript again when the room says that words may be missing, so that the gap is seen at once. */
import type { AiView } from '../types';

/** While nobody listens the gap grows: often enough to be believed, seldom enough for a hundred browsers. */
const GROWING_MS = 5_000;
/** The backend ends a gap a moment after the room says `live`. */
const SETTLED_MS = 1_500;

export class GapWatch {
  #timer: ReturnType<typeof setTimeout> | undefined;
  #isTroubled = false;
  #isClosed = false;

  constructor(private readonly read: () => void) {}

  /** Call with each news of the AI; the same news twice does nothing. */
  follow(ai: Pick<AiView, 'state' | 'captionsOn' | 'notesOn'>): void {
    const isTroubled = wordsMayBeMissing(ai);
    if (isTroubled === this.#isTroubled || this.#isClosed) return;
    this.#isTroubled = isTroubled;
    this.#readIn(SETTLED_MS);
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#timer);
  }

  #readIn(delayMs: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => {
      this.read();
      if (this.#isTroubled) this.#readIn(GROWING_MS);
    }, delayMs);
  }
}

function wordsMayBeMissing({
  state,
  captionsOn,
  notesOn,
}: Pick<AiView, 'state' | 'captionsOn' | 'notesOn'>): boolean {
  if (!captionsOn && !notesOn) return false;
  return state !== 'live' && state !== 'off';
}
