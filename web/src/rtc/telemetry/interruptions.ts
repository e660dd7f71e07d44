/** When the call did not go on as usual: begun, and over, as the connection says. Pure but for the clock it is told. */
import type { Reconnect, ReconnectKind } from '../../gen';
import type { Trouble } from '../reconnection/decide';

export interface Standing {
  /** There is no call any more, unless the person tries again. */
  readonly isOver: boolean;
  /** In a call that was there before, and not connected now. */
  readonly isAway: boolean;
  /** Another session is being opened in place of the one that was there. */
  readonly isRenewing: boolean;
  readonly trouble: Trouble | null;
}

interface Open {
  readonly startMs: number;
  readonly kind: ReconnectKind;
  readonly trouble: Trouble | null;
}

export class Interruptions {
  #open: Open | null = null;
  #over: Reconnect[] = [];
  /** Of interruptions that are over, within the bucket. */
  #awayMs = 0;
  #bucketStartMs: number;

  constructor(startMs: number) {
    this.#bucketStartMs = startMs;
  }

  /** Told whenever it may be another. */
  follow({ isAway, isRenewing, trouble }: Standing, nowMs: number): void {
    const before = this.#open;
    if (isAway) {
      this.#open = {
        startMs: before?.startMs ?? nowMs,
        kind: isRenewing || before?.kind === 'renewed' ? 'renewed' : 'resumed',
        trouble: trouble ?? before?.trouble ?? null,
      };
    } else if (before !== null) {
      this.#awayMs += nowMs - Math.max(before.startMs, this.#bucketStartMs);
      this.#over.push({
        kind: before.kind,
        trouble: before.trouble,
        start_ms: Math.round(before.startMs),
        duration_ms: Math.floor(nowMs - before.startMs),
      });
      this.#open = null;
    }
  }

  /** What the bucket that ends now has seen. */
  take(nowMs: number): { readonly away_ms: number; readonly reconnects: Reconnect[] } {
    // One that began since the look that ends the bucket is the next one's.
    const sinceMs = Math.max(this.#open?.startMs ?? nowMs, this.#bucketStartMs);
    const openMs = Math.max(0, nowMs - sinceMs);
    const taken = { away_ms: Math.round(this.#awayMs + openMs), reconnects: this.#over.slice(-MOST) };
    this.#awayMs = 0;
    this.#over = [];
    this.#bucketStartMs = nowMs;
    return taken;
  }
}

/** The contract's limit; nobody reconnects oftener in five seconds. */
const MOST = 20;
