/** Buckets on their way to the backend: three at a time, kept while the network is away, by beacon in the end. */
import { ApiProblem } from '../../api/problem';
import type { TelemetryBatch, TelemetryBucket } from '../../gen';

const BUCKETS_A_BATCH = 3;
/** Two minutes; the backend takes nothing that is older than 15. */
const WAITING_MAX = 24;

export type Letter = Omit<TelemetryBatch, 'type' | 'resume_secret'>;

export interface TelemetryDoor {
  /** Whether this deployment keeps telemetry. @throws ApiProblem */
  isOpen(signal: AbortSignal): Promise<boolean>;
  /** @throws ApiProblem */
  tell(letter: Letter): Promise<void>;
  /** In the page's last moment: whether it arrives, nobody learns. */
  tellAtLast(letter: Letter): void;
}

/** With these nothing that is sent later fares better. */
const FOR_GOOD: readonly string[] = [
  'telemetry_off',
  'credential_invalid',
  'participant_removed',
  'meeting_ended',
  'meeting_not_found',
];
/** With these it may; anything else is about these very buckets, which are dropped. */
const FOR_NOW: readonly string[] = [
  'unreachable',
  'unreadable',
  'too_many_attempts',
  'telemetry_busy',
  'internal',
];

export class Mailbox {
  #waiting: TelemetryBucket[] = [];
  #isSending = false;
  #isClosed = false;

  constructor(
    private readonly door: TelemetryDoor,
    /** What goes with buckets: whose page, what it runs on, and its clock now. */
    private readonly envelope: () => Omit<Letter, 'buckets'>,
  ) {}

  put(bucket: TelemetryBucket): void {
    if (this.#isClosed) return;
    this.#waiting.push(bucket);
    // A whole batch goes, so that one that is sent again is made of the same: the oldest tells least of what is wrong.
    if (this.#waiting.length > WAITING_MAX) this.#waiting.splice(0, BUCKETS_A_BATCH);
  }

  /** Sends the batches that are full, oldest first, until something keeps it from it. */
  async send(): Promise<void> {
    if (this.#isSending) return;
    this.#isSending = true;
    try {
      while (this.#waiting.length >= BUCKETS_A_BATCH && (await this.#sendOne())) {
        // the next
      }
    } finally {
      this.#isSending = false;
    }
  }

  /** Sends what waits, now or never. What is under way is sent again: the backend takes it once. */
  sendAtLast(): void {
    while (this.#waiting.length > 0) {
      this.door.tellAtLast(this.#letter(this.#waiting.splice(0, BUCKETS_A_BATCH)));
    }
  }

  #letter(buckets: TelemetryBucket[]): Letter {
    return { ...this.envelope(), buckets };
  }

  /** True if the next may go. */
  async #sendOne(): Promise<boolean> {
    const buckets = this.#waiting.slice(0, BUCKETS_A_BATCH);
    try {
      await this.door.tell(this.#letter(buckets));
    } catch (error) {
      const code = error instanceof ApiProblem ? error.code : 'unreachable';
      if (FOR_GOOD.includes(code)) {
        this.#isClosed = true;
        this.#waiting = [];
      }
      if (FOR_NOW.includes(code)) return false;
    }
    this.#waiting = this.#waiting.filter((bucket) => !buckets.includes(bucket));
    return true;
  }
}
