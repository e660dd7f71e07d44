/** How long coming in took: each moment once, the first time it comes. */
import { type RemoteTrack, type Room, RoomEvent } from 'livekit-client';
import type { PageMarks } from '../../gen';
import { hasWay } from './livekit-internals';

type Times = Pick<PageMarks, 'connect_ms' | 'ice_ms' | 'publish_ms' | 'first_frame_ms'>;

/** Nothing tells of these moments, so we look. */
const LOOK_EVERY_MS = 50;
/** Who has seen nobody for so long is alone. */
const PATIENCE_MS = 60_000;

export class FirstTimes {
  readonly #startMs = performance.now();
  #timer: ReturnType<typeof setInterval> | null;
  #enteredAtMs: number | null = null;
  #times: Times = { connect_ms: null, ice_ms: null, publish_ms: null, first_frame_ms: null };
  #awaited: RemoteTrack[] = [];

  constructor(private readonly room: Room) {
    this.#timer = setInterval(() => this.#look(), LOOK_EVERY_MS);
    room.on(RoomEvent.TrackSubscribed, (track) => this.#awaited.push(track));
    room.on(RoomEvent.Connected, () => {
      this.#enteredAtMs ??= performance.now();
      this.#mark('connect_ms', this.#startMs);
    });
    room.on(RoomEvent.LocalTrackPublished, () => this.#mark('publish_ms', this.#enteredAtMs));
  }

  get times(): Times {
    return this.#times;
  }

  close(): void {
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#timer = null;
    this.#awaited = [];
  }

  #look(): void {
    if (hasWay(this.room)) this.#mark('ice_ms', this.#startMs);
    const isThere = this.#awaited.some(
      ({ receiver }) => (receiver?.getSynchronizationSources().length ?? 0) > 0,
    );
    if (isThere) this.#mark('first_frame_ms', this.#enteredAtMs);
    const isDone = this.#times.ice_ms !== null && this.#times.first_frame_ms !== null;
    if (isDone || performance.now() - this.#startMs > PATIENCE_MS) this.close();
  }

  #mark(name: keyof Times, fromMs: number | null): void {
    if (fromMs === null || this.#times[name] !== null) return;
    this.#times = { ...this.#times, [name]: Math.round(performance.now() - fromMs) };
  }
}
