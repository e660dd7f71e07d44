/** For how long each transport of a call has received nothing. Pure. */

import type { Received } from './received';

interface Silence {
  readonly silentMs: number;
  readonly wasBusy: boolean;
  /** Nearly every look had found something, as with a picture or with sound that knows no pauses. */
  readonly wasSteady: boolean;
  /** Since it fell silent, a way of another kind than its own has been answered. */
  readonly hasOtherWay: boolean;
}

interface Hearing {
  readonly bytes: number;
  readonly checks: number;
  readonly otherChecks: number;
  readonly aliveAtMs: number;
  readonly otherAliveAtMs: number;
  /** Share of recent looks that found new bytes, as it was when the last ones came. */
  readonly business: number;
  /** Share of the looks with new bytes that came right after another such, counted likewise. */
  readonly steadiness: number;
  /** Looks since the last that found anything. */
  readonly emptyLooks: number;
}

/** Weight of the latest look: three of four looks a second decide about the last two seconds. */
const WEIGHT = 0.2;
const BUSY = 0.4;
const STEADY = 0.9;

export class Silences {
  #hearings = new Map<string, Hearing>();

  /**
   * Takes over one look at all transports that have a way; the others are forgotten. Where none has one any more, as
   * after a quarter of a minute without network, all stay as silent as they were.
   */
  hear(received: readonly Received[], nowMs: number): void {
    if (received.length === 0) return;
    this.#hearings = new Map(
      received.map((one) => [one.transport, next(this.#hearings.get(one.transport), one, nowMs)]),
    );
  }

  /** The most silent transport's; one that nothing is known of is not silent. */
  longest(nowMs: number): Silence {
    let longest: Silence = { silentMs: 0, wasBusy: false, wasSteady: false, hasOtherWay: false };
    for (const { aliveAtMs, otherAliveAtMs, business, steadiness } of this.#hearings.values()) {
      const silence = {
        silentMs: nowMs - aliveAtMs,
        wasBusy: business >= BUSY,
        wasSteady: steadiness >= STEADY,
        hasOtherWay: otherAliveAtMs > aliveAtMs,
      };
      if (silence.silentMs > longest.silentMs) longest = silence;
    }
    return longest;
  }

  /** There is a new session: nothing is known of its transports yet. */
  forget(): void {
    this.#hearings.clear();
  }

  /** Nobody looked until now, for instance while the machine slept: what came meanwhile is unknown. */
  excuse(nowMs: number): void {
    for (const [transport, hearing] of this.#hearings)
      this.#hearings.set(transport, { ...hearing, aliveAtMs: nowMs });
  }
}

function next(before: Hearing | undefined, now: Received, nowMs: number): Hearing {
  const { bytes, checks, otherChecks } = now;
  const seen = { bytes, checks, otherChecks };
  // Bytes of one transport never fall: it is another of the same name, of a connection that LiveKit made anew.
  if (before === undefined || bytes < before.bytes)
    return { ...seen, aliveAtMs: nowMs, otherAliveAtMs: 0, business: 0, steadiness: 0, emptyLooks: 0 };
  const otherAliveAtMs = otherChecks > before.otherChecks ? nowMs : before.otherAliveAtMs;
  const hasBytes = bytes > before.bytes;
  if (!hasBytes && checks <= before.checks)
    return { ...before, ...seen, otherAliveAtMs, emptyLooks: before.emptyLooks + 1 };
  const business = before.business + WEIGHT * ((hasBytes ? 1 : 0) - before.business);
  const isNext = hasBytes && before.emptyLooks === 0;
  const steadiness = before.steadiness + WEIGHT * ((isNext ? 1 : 0) - before.steadiness);
  return { ...seen, aliveAtMs: nowMs, otherAliveAtMs, business, steadiness, emptyLooks: 0 };
}
