/**
 * The one connection of a call: comes in, comes back after a loss, knows why it is over.
 *
 * `Reconnection` sees that a path has fallen silent and has LiveKit find another. When that does not help, or the SFU
 * has ended the session, we ask the backend for a fresh token (same identity; it makes the room again if the SFU forgot
 * it) and connect anew, with growing waits.
 */
import { type Room, RoomEvent, type DisconnectReason as SfuReason } from 'livekit-client';
import { ApiProblem } from '../api/problem';
import type { JoinResponse } from '../gen';
import type { CallDependencies } from './dependencies';
import { RETRY_DELAYS_MS, settledByBackend, settledBySfu } from './ending';
import { pause } from './pause';
import type { Trouble } from './reconnection/decide';
import { abandon } from './reconnection/livekit-internals';
import { isReachable } from './reconnection/reachability';
import { Reconnection } from './reconnection/reconnection';
import type { ConnectionState, DisconnectReason } from './types';

/** Tries before a first connection counts as failed: 17 s of waits. */
const FIRST_TRIES = 10;
/** A signal connection opens, or ICE finds its way, in a second or two, by TURN over TLS too. */
const SIGNAL_TIMEOUT_MS = 6000;
const ICE_TIMEOUT_MS = 10_000;
/** How often we look whether the network is back before the next try, and how many times in all. */
const NETWORK_EVERY_MS = 500;
/** Ten minutes at least. Counted and not timed, since a machine that sleeps looks at nothing. */
const NETWORK_LOOKS = 1200;

interface Listeners {
  changed(): void;
  /** In the room, or in it again: publish, and fetch what was missed. */
  entered(): Promise<void>;
  /** Out of it, until the person does something about it. */
  ended(): void;
}

/** `renewing`: another one is being opened in place of one that was there. */
type Session = Exclude<ConnectionState, 'reconnecting'> | 'renewing';

export class Connection {
  disconnectReason: DisconnectReason | null = null;
  readonly #closing = new AbortController();
  readonly #reconnection: Reconnection;
  #session: Session = 'idle';
  #unused: JoinResponse | null;
  #sfuUrl: string;
  #byRelay = false;
  #hasBeenIn = false;
  #opening: Promise<void> | null = null;

  constructor(
    private readonly room: Room,
    join: JoinResponse,
    private readonly dependencies: Pick<CallDependencies, 'resume'>,
    private readonly listeners: Listeners,
  ) {
    this.#unused = join;
    this.#sfuUrl = join.sfu_url;
    this.#reconnection = new Reconnection(room, {
      renew: (byRelay) => void this.#renew(byRelay),
      changed: () => listeners.changed(),
      isReachable: () => isReachable(this.#sfuUrl, this.#closing.signal),
    });
    room.on(RoomEvent.Reconnected, () => void listeners.entered());
    room.on(RoomEvent.Disconnected, (reason) => this.#lost(reason));
  }

  get state(): ConnectionState {
    if (this.#session === 'renewing') return 'reconnecting';
    return this.#session === 'connected' && this.trouble !== null ? 'reconnecting' : this.#session;
  }

  /** Between two sessions: what the room says of others means nothing until the next one is entered. */
  get isRenewing(): boolean {
    return this.#session === 'renewing';
  }

  /** What keeps the call from going on as usual; null: nothing that a person would notice. */
  get trouble(): Trouble | null {
    return this.#session === 'connected' || this.#session === 'renewing' ? this.#reconnection.trouble : null;
  }

  /** Ends in `connected` or `disconnected`, never rejects. Also the way to try again after `lost`. */
  connect(): Promise<void> {
    if (this.#session === 'connected' || this.#closing.signal.aborted) return Promise.resolve();
    this.#become(this.#hasBeenIn ? 'renewing' : 'connecting');
    return this.#openOnce(() => this.#open());
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    if (this.#session !== 'disconnected') this.#end('left');
    await this.room.disconnect(true);
  }

  /** A new session in place of one that is there and carries nothing. */
  async #renew(byRelay: boolean): Promise<void> {
    if (this.#opening !== null || this.#closing.signal.aborted) return;
    this.#byRelay = byRelay;
    this.#become('renewing');
    await this.#openOnce(async () => {
      const join = this.dependencies.resume(this.#closing.signal).catch(() => null); // if not now, then in `#try`
      await abandon(this.room);
      await this.room.disconnect(false);
      this.#unused = await join;
      await this.#open();
    });
  }

  #openOnce(open: () => Promise<void>): Promise<void> {
    this.#opening ??= open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async #open(): Promise<void> {
    const delays = this.#hasBeenIn ? RETRY_DELAYS_MS : RETRY_DELAYS_MS.slice(0, FIRST_TRIES);
    let looks = NETWORK_LOOKS;
    for (const delayMs of delays) {
      await pause(delayMs, this.#closing.signal);
      if (this.#hasBeenIn && this.#unused === null) looks = await this.#network(looks); // a fresh token came by it
      if (this.#closing.signal.aborted) return;
      if (looks === 0) break;
      const settled = await this.#try();
      if (this.#closing.signal.aborted || settled === 'connected') return;
      if (settled !== null) return this.#end(settled);
      this.#byRelay = false; // it was no better
    }
    this.#end('lost');
  }

  /**
   * Waits until the network is there: a try without it would only hang, and the person learns what is missing.
   * Returns how many of `looks` are left; none: it did not come back.
   */
  async #network(looks: number): Promise<number> {
    for (let left = looks; left > 0 && !this.#closing.signal.aborted; left -= 1) {
      const isThere = await isReachable(this.#sfuUrl, this.#closing.signal);
      this.#reconnection.looked(isThere);
      if (isThere) return left;
      await pause(NETWORK_EVERY_MS, this.#closing.signal);
    }
    return 0;
  }

  /** One try; null if another may succeed. */
  async #try(): Promise<'connected' | DisconnectReason | null> {
    try {
      const join = this.#unused ?? (await this.dependencies.resume(this.#closing.signal));
      this.#unused = null;
      this.#sfuUrl = join.sfu_url;
      await this.room.connect(join.sfu_url, join.token, {
        websocketTimeout: SIGNAL_TIMEOUT_MS,
        peerConnectionTimeout: ICE_TIMEOUT_MS,
        rtcConfig: { iceTransportPolicy: this.#byRelay ? 'relay' : 'all' },
      });
    } catch (error) {
      return error instanceof ApiProblem ? settledByBackend(error.code) : null;
    }
    if (this.#closing.signal.aborted) await this.room.disconnect(true);
    else this.#entered();
    return 'connected';
  }

  #entered(): void {
    this.#hasBeenIn = true;
    this.#reconnection.opened();
    // First: it expects those back who were there, and `connected` shows who is there.
    const entering = this.listeners.entered();
    this.#become('connected');
    void entering;
  }

  #lost(reason: SfuReason | undefined): void {
    if (this.#opening !== null || this.#closing.signal.aborted) return; // the try itself reports its failure
    const settled = settledBySfu(reason);
    if (settled !== null) {
      this.#end(settled);
      return;
    }
    this.#reconnection.lost();
    this.#byRelay = false; // the way that was left for it may be the better one by now
    this.#become('renewing');
    void this.#openOnce(() => this.#open());
  }

  #become(session: Session): void {
    this.#session = session;
    this.disconnectReason = null;
    this.listeners.changed();
  }

  #end(reason: DisconnectReason): void {
    this.#reconnection.close();
    this.#session = 'disconnected';
    this.disconnectReason = reason;
    this.listeners.ended();
    this.listeners.changed();
  }
}
