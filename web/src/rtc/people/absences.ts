/**
 * Who is out of the room and about to come back: one tile a person, also while their connection is being mended.
 *
 * After a loss everybody comes back on their own, some a second later than others; and who opens a new session is out
 * of the room for a moment in the eyes of the others.
 */
import { DisconnectReason } from 'livekit-client';

/** Longer than a new session takes, shorter than anybody would wonder about a tile that does nothing. */
const EXPECTED_FOR_MS = 8000;

/** After these nobody comes back by themselves. */
const FOR_GOOD: ReadonlySet<DisconnectReason> = new Set([
  DisconnectReason.CLIENT_INITIATED,
  DisconnectReason.PARTICIPANT_REMOVED,
  DisconnectReason.ROOM_DELETED,
  DisconnectReason.ROOM_CLOSED,
]);

export class Absences {
  /** Of those who are out of the room; who is not in it was not said to be. */
  readonly #untilMs = new Map<string, number>();
  readonly #timers = new Set<ReturnType<typeof setTimeout>>();

  /** @param changed Somebody is not expected any more. */
  constructor(private readonly changed: () => void) {}

  /** The SFU says that somebody is gone, and why. */
  gone(identity: string, reason: DisconnectReason | undefined): void {
    if (reason !== undefined && FOR_GOOD.has(reason)) this.#untilMs.set(identity, 0);
    else this.expect([identity]);
  }

  /** These were there when the session was lost. */
  expect(identities: Iterable<string>): void {
    const untilMs = performance.now() + EXPECTED_FOR_MS;
    for (const identity of identities) this.#untilMs.set(identity, untilMs);
    const timer = setTimeout(() => {
      this.#timers.delete(timer);
      this.changed();
    }, EXPECTED_FOR_MS);
    this.#timers.add(timer);
  }

  /** These are in the room. */
  back(identities: Iterable<string>): void {
    for (const identity of identities) this.#untilMs.delete(identity);
  }

  /**
   * Also until it is said that they are gone: LiveKit takes a person out of the room, ends their tracks one by one, and
   * says so last.
   */
  isExpected(identity: string): boolean {
    return performance.now() < (this.#untilMs.get(identity) ?? Number.POSITIVE_INFINITY);
  }

  close(): void {
    for (const timer of this.#timers) clearTimeout(timer);
    this.#timers.clear();
  }
}
