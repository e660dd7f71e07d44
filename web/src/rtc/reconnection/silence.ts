/** For how long each transport of a call has received nothing. Pure. */

/** What has arrived so far on one transport: media in bytes, and ICE's own messages. Only growth means something. */
export interface Received {
  /** Names the transport; a new connection of the same role is another one. */
  readonly transport: string;
  readonly bytes: number;
  /** Of the candidate pair in use: answers to our checks, and the other side's checks. */
  readonly checks: number;
}

interface Silence {
  readonly silentMs: number;
  readonly wasBusy: boolean;
}

interface Hearing {
  readonly bytes: number;
  readonly checks: number;
  readonly aliveAtMs: number;
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
    let longest: Silence = { silentMs: 0, wasBusy: false };
    for (const { aliveAtMs, business } of this.#hearings.values()) {
      const silence = { silentMs: nowMs - aliveAtMs, wasBusy: business >= BUSY };
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

function next(before: Hearing | undefined, { bytes, checks }: Received, nowMs: number): Hearing {
  if (before === undefined) return { bytes, checks, aliveAtMs: nowMs, business: 0 };
  const hasBytes = bytes > before.bytes;
  // Another pair in use counts its checks anew: any change of them is a message that came.
  if (!hasBytes && checks === before.checks) return { ...before, bytes, checks };
  const business = before.business + WEIGHT * ((hasBytes ? 1 : 0) - before.business);
  return { bytes, checks, aliveAtMs: nowMs, business };
}
