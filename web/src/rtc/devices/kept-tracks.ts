/**
 * The person's own open devices, kept through the loss of a session: a new one publishes the same tracks, with the
 * effects on them and nothing asked again. What is muted is closed instead: coming back opens nothing.
 */
import { type LocalTrack, type Room, RoomEvent, type Track, type TrackPublishOptions } from 'livekit-client';

interface Kept {
  readonly track: LocalTrack;
  readonly options: TrackPublishOptions;
}

export class KeptTracks {
  readonly #kept = new Map<Track.Source, Kept>();

  constructor(private readonly room: Room) {
    room.on(RoomEvent.LocalTrackPublished, ({ track, source, options }) => {
      if (track === undefined) return;
      if (this.#kept.get(source)?.track !== track) this.stop(source);
      this.#kept.set(source, { track, options: options ?? {} });
    });
  }

  /** Null where there is none, or none any more. */
  track(source: Track.Source): LocalTrack | null {
    return this.#kept.get(source)?.track ?? null;
  }

  /** Publishes what is open of these sources and not published. A track that cannot be is closed. */
  async publish(sources: readonly Track.Source[]): Promise<void> {
    await Promise.all(
      [...this.#kept].map(async ([source, { track, options }]) => {
        if (!sources.includes(source)) return;
        if (this.room.localParticipant.getTrackPublication(source) !== undefined) return;
        if (!this.isOpen(source)) return this.stop(source);
        try {
          await this.room.localParticipant.publishTrack(track, { ...options, source });
        } catch {
          this.stop(source); // whether the person wanted it is kept elsewhere: it is opened anew then
        }
      }),
    );
  }

  /** Whether its device still gives something to publish. */
  isOpen(source: Track.Source): boolean {
    const track = this.track(source);
    return track !== null && !track.isMuted && track.mediaStreamTrack.readyState === 'live';
  }

  /** At once, also while livekit-client has yet to publish it anew: it waits until then by itself. */
  async mute(source: Track.Source): Promise<void> {
    await this.#kept.get(source)?.track.mute();
  }

  /** Closes devices for good: of one source, or all. */
  stop(only?: Track.Source): void {
    for (const [source, { track }] of [...this.#kept]) {
      if (only !== undefined && source !== only) continue;
      track.stop();
      this.#kept.delete(source);
    }
  }
}
