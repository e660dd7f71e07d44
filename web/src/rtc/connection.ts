/**
 * The one connection of a call: comes in, comes back after a loss, knows why it is over.
 *
 * LiveKit repairs short losses by itself. When it gives up, we ask the backend for a fresh token (same identity;
 * it makes the room again if the SFU forgot it) and connect anew, with growing waits.
 */
import { type Room, RoomEvent, type DisconnectReason as SfuReason } from 'livekit-client';
import { ApiProblem } from '../api/problem';
import type { JoinResponse } from '../gen';
import type { CallDependencies } from './dependencies';
import { RETRY_DELAYS_MS, settledByBackend, settledBySfu } from './ending';
import { pause } from './pause';
import type { ConnectionState, DisconnectReason } from './types';

/** Tries before a first connection counts as failed: 16 s of waits. */
const FIRST_TRIES = 6;

interface Listeners {
  changed(): void;
  /** In the room, or in it again: publish, and fetch what was missed. */
  entered(): Promise<void>;
}

export class Connection {
  state: ConnectionState = 'idle';
  disconnectReason: DisconnectReason | null = null;
  readonly #closing = new AbortController();
  #unused: JoinResponse | null;
  #hasBeenIn = false;
  #opening: Promise<void> | null = null;

  constructor(
    private readonly room: Room,
    join: JoinResponse,
    private readonly dependencies: CallDependencies,
    private readonly listeners: Listeners,
  ) {
    this.#unused = join;
    room.on(RoomEvent.Reconnecting, () => this.#become('reconnecting'));
    room.on(RoomEvent.SignalReconnecting, () => this.#become('reconnecting'));
    room.on(RoomEvent.Reconnected, () => this.#entered());
    room.on(RoomEvent.Disconnected, (reason) => this.#lost(reason));
  }

  /** Ends in `connected` or `disconnected`, never rejects. Also the way to try again after `lost`. */
  connect(): Promise<void> {
    if (this.state === 'connected' || this.#closing.signal.aborted) return Promise.resolve();
    this.#become(this.#hasBeenIn ? 'reconnecting' : 'connecting');
    this.#opening ??= this.#open().finally(() => {
      this.#opening = null;
    });
    return this.#opening;
  }

  async close(): Promise<void> {
    if (this.#closing.signal.aborted) return;
    this.#closing.abort();
    if (this.state !== 'disconnected') this.#end('left');
    await this.room.disconnect(true);
  }

  async #open(): Promise<void> {
    const delays = this.#hasBeenIn ? RETRY_DELAYS_MS : RETRY_DELAYS_MS.slice(0, FIRST_TRIES);
    for (const delayMs of delays) {
      await pause(delayMs, this.#closing.signal);
      if (this.#closing.signal.aborted) return;
      const settled = await this.#try();
      if (this.#closing.signal.aborted || settled === 'connected') return;
      if (settled !== null) return this.#end(settled);
    }
    this.#end('lost');
  }

  /** One try; null if another may succeed. */
  async #try(): Promise<'connected' | DisconnectReason | null> {
    try {
      const join = this.#unused ?? (await this.dependencies.resume(this.#closing.signal));
      this.#unused = null;
      await this.room.connect(join.sfu_url, join.token);
    } catch (error) {
      return error instanceof ApiProblem ? settledByBackend(error.code) : null;
    }
    if (this.#closing.signal.aborted) await this.room.disconnect(true);
    else this.#entered();
    return 'connected';
  }

  #entered(): void {
    this.#hasBeenIn = true;
    this.#become('connected');
    void this.listeners.entered();
  }

  #lost(reason: SfuReason | undefined): void {
    if (this.#opening !== null || this.#closing.signal.aborted) return; // the try itself reports its failure
    const settled = settledBySfu(reason);
    if (settled !== null) {
      this.#end(settled);
      return;
    }
    this.#become('reconnecting');
    void this.connect();
  }

  #become(state: ConnectionState): void {
    this.state = state;
    this.disconnectReason = null;
    this.listeners.changed();
  }

  #end(reason: DisconnectReason): void {
    this.state = 'disconnected';
    this.disconnectReason = reason;
    this.listeners.changed();
  }
}
