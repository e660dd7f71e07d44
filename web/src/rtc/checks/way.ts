/** One connection to the SFU that may take one way alone, and what became of it. */
import { ConnectionError, ConnectionErrorReason, Room, RoomEvent } from 'livekit-client';
import { connectionStats, onIceServers, remoteDescription } from './livekit-internals';
import { type Candidate, candidatesOf } from './sdp';
import { hasRelayAddress, type SelectedWay, selectedWay } from './statistics';
import { until } from './until';

/** ICE tries each pair of candidates for longer than that only on networks on which no call would be any good. */
const WAY_TIMEOUT_MS = 8_000;
/** A way that works is found well within; a better one may take the place of the first. */
const BETTER_WITHIN_MS = 2_000;
const LOOK_EVERY_MS = 100;

export class Way {
  readonly room = new Room();
  /** What the SFU named, once it has answered. */
  iceServers: readonly RTCIceServer[] = [];
  candidates: readonly Candidate[] = [];
  /** A relay has given us an address. */
  hasRelayAddress = false;
  readonly #signal: Promise<void>;
  readonly #connected: Promise<void>;
  readonly #looking: ReturnType<typeof setInterval>;

  /** Begins to connect. Whoever makes it closes it. */
  constructor(url: string, token: string, rtcConfig: RTCConfiguration | undefined) {
    onIceServers(this.room, (servers) => {
      this.iceServers = servers;
    });
    const signal = new Promise<void>((resolve) => this.room.once(RoomEvent.SignalConnected, resolve));
    this.#connected = this.room.connect(url, token, {
      maxRetries: 0,
      peerConnectionTimeout: WAY_TIMEOUT_MS,
      websocketTimeout: WAY_TIMEOUT_MS,
      ...(rtcConfig === undefined ? {} : { rtcConfig }),
    });
    this.#connected.catch(() => undefined); // `signal` and `chosen` tell of it
    this.#signal = Promise.race([signal, this.#connected]);
    this.#signal.catch(() => undefined);
    // A connection that fails takes what it knew with it: so it is asked all along.
    this.#looking = setInterval(() => void this.#look(), LOOK_EVERY_MS);
  }

  /** The SFU has taken the token and answered. @throws ConnectionError */
  signal(): Promise<void> {
    return this.#signal;
  }

  /** The way that ICE has chosen, if `wanted` does not come in its place soon; null if there is none at all. */
  async chosen(wanted: (way: SelectedWay) => boolean): Promise<SelectedWay | null> {
    try {
      await this.#connected;
    } catch {
      await this.#look();
      return null;
    }
    await this.#look();
    return await this.#settled(wanted, BETTER_WITHIN_MS);
  }

  /** Has the SFU move this connection to TCP. */
  async moveToTcp(): Promise<SelectedWay | null> {
    await this.room.simulateScenario('force-tcp');
    return await this.#settled(({ protocol }) => protocol === 'tcp', WAY_TIMEOUT_MS);
  }

  async close(): Promise<void> {
    clearInterval(this.#looking);
    await this.room.disconnect(true);
  }

  async #settled(wanted: (way: SelectedWay) => boolean, withinMs: number): Promise<SelectedWay | null> {
    let latest: SelectedWay | null = null;
    await until(async () => {
      const report = await connectionStats(this.room);
      latest = (report && selectedWay(report)) ?? latest;
      return latest !== null && wanted(latest);
    }, withinMs);
    return latest;
  }

  async #look(): Promise<void> {
    const sdp = remoteDescription(this.room);
    if (sdp !== '') this.candidates = candidatesOf(sdp);
    const report = await connectionStats(this.room)?.catch(() => undefined);
    if (report !== undefined && hasRelayAddress(report)) this.hasRelayAddress = true;
  }
}

/** Whether the SFU answered and did not let us in, as opposed to its not being reached. */
export function isRefusal(error: unknown): boolean {
  return error instanceof ConnectionError && error.reason === ConnectionErrorReason.NotAllowed;
}
