/** For how long each transport of a call has received nothing. Pure. */

import type { Received } from './received';

interface Silence {
  readonly silentMs: number;
  readonly wasBusy: boolean;
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
}

/** Weight of the latest look: three of four looks a second decide about the last two seconds. */
const WEIGHT = 0.2;
const BUSY = 0.4;

export class Silences {
  #hearings = new Map<string, Hearing>();

  /** Takes over one look at all transports that there are; the others are forgotten. */
  hear(received: readonly Received[], nowMs: number): void {
    this.#hearings = new Map(
      received.map((one) => [one.transport, next(this.#hearings.get(one.transport), one, nowMs)]),
    );
  }

  /** The most silent transport's; one that nothing is known of is not silent. */
  longest(nowMs: number): Silence {
    let longest: Silence = { silentMs: 0, wasBusy: false, hasOtherWay: false };
    for (const { aliveAtMs, otherAliveAtMs, business } of this.#hearings.values()) {
      const silence = {
        silentMs: nowMs - aliveAtMs,
        wasBusy: business >= BUSY,
        hasOtherWay: otherAliveAtMs > aliveAtMs,
      };
      if (silence.silentMs > longest.silentMs) longest = silence;
    }
    return longest;
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
  if (before === undefined) return { ...seen, aliveAtMs: nowMs, otherAliveAtMs: 0, business: 0 };
  const otherAliveAtMs = otherChecks > before.otherChecks ? nowMs : before.otherAliveAtMs;
  const hasBytes = bytes > before.bytes;
  if (!hasBytes && checks <= before.checks) return { ...before, ...seen, otherAliveAtMs };
  const business = before.business + WEIGHT * ((hasBytes ? 1 : 0) - before.business);
  return { ...seen, aliveAtMs: nowMs, otherAliveAtMs, business };
}
