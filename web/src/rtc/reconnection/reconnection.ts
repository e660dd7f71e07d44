/**
 * Watches the one connection of a call and has it mended: looks four times a second, decides by `decide`, acts.
 *
 * Owned by `Connection`: started when the call is in, ended with it. Renewing the session is the owner's work.
 */
import type { Room } from 'livekit-client';
import { within } from '../pause';
import { type Action, decide, probed, renewed, renewing, START, type Trouble, type Watch } from './decide';
import { isExpecting } from './expecting';
import { hasRelay, isSignalOpen, receivedBy, restartIce } from './livekit-internals';
import { Silences } from './silence';

const LOOK_EVERY_MS = 250;
/** Statistics that take longer are of a connection that is about to go: another look may find the next one. */
const STATISTICS_MAX_MS = 2000;
/** Longer than any timer of a page that runs is late, in the background too: then the machine has slept. */
const SLEPT_MS = 3000;

export interface ReconnectionOwner {
  /** A new session; `byRelay`: by TURN alone. */
  renew(byRelay: boolean): void;
  /** `trouble` is another one now. */
  changed(): void;
  /** Whether anything of ours can be reached. Answers within a second. */
  isReachable(): Promise<boolean>;
}

export class Reconnection {
  readonly #silences = new Silences();
  #watch: Watch = START;
  #timer: ReturnType<typeof setInterval> | null = null;
  #lookedAtMs = 0;
  #isLooking = false;

  constructor(
    private readonly room: Room,
    private readonly owner: ReconnectionOwner,
  ) {}

  get trouble(): Trouble | null {
    return this.#watch.trouble;
  }

  /** In the room, or in it again by a new session. */
  opened(): void {
    this.#lookedAtMs = performance.now();
    this.#silences.forget();
    this.#become(renewed(this.#watch, this.#lookedAtMs));
    this.#timer ??= setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  /** The session is over and the owner opens a new one by itself. */
  lost(): void {
    this.#become(renewing(this.#watch, performance.now()));
  }

  /** The owner, who opens a new session, has looked whether the network is there. */
  looked(isReachable: boolean): void {
    this.#become(probed(this.#watch, isReachable));
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
  }

  async #look(): Promise<void> {
    if (this.#isLooking) return; // statistics of a busy page take their time
    this.#isLooking = true;
    try {
      const received = await within(STATISTICS_MAX_MS, receivedBy(this.room));
      if (this.#timer === null || received === null) return;
      const nowMs = performance.now();
      this.#silences.hear(received, nowMs);
      if (nowMs - this.#lookedAtMs >= SLEPT_MS) this.#silences.excuse(nowMs);
      this.#lookedAtMs = nowMs;
      this.#decide(nowMs);
    } finally {
      this.#isLooking = false;
    }
  }

  #decide(nowMs: number): void {
    const { silentMs, wasBusy, wasSteady, hasOtherWay } = this.#silences.longest(nowMs);
    const { watch, actions } = decide(this.#watch, {
      nowMs,
      silentMs,
      isMissed: wasBusy && isExpecting(this.room),
      wasSteady,
      hasOtherWay,
      isSignalOpen: isSignalOpen(this.room),
      hasRelay: hasRelay(this.room),
    });
    this.#become(watch);
    for (const action of actions) this.#act(action);
  }

  #act(action: Action): void {
    switch (action) {
      case 'probe':
        void this.#probe();
        return;
      case 'restart_ice':
        restartIce(this.room).catch(() => undefined); // the next looks see that it did not help
        return;
      case 'renew':
        this.owner.renew(false);
        return;
      case 'renew_by_relay':
        this.owner.renew(true);
    }
  }

  async #probe(): Promise<void> {
    this.looked(await this.owner.isReachable());
  }

  #become(watch: Watch): void {
    const before = this.#watch;
    this.#watch = watch;
    if (watch.trouble !== before.trouble) this.owner.changed();
  }
}
