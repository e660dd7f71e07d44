/**
 * The background effect on the person's own camera: on it before anything is published, kept through device changes
 * and reconnects, taken off only when the person says so.
 */
import { type LocalVideoTrack, type Room, Track, type VideoCaptureOptions } from 'livekit-client';
import { background, makeBackground } from '../../media/background-choice';

export class LocalBackground {
  readonly #stop: () => void;
  #generation = background.getState().generation;
  #changing: Promise<void> = Promise.resolve();

  constructor(private readonly room: Room) {
    this.#stop = background.subscribe((state, before) => {
      const isOther = state.choice.kind !== before.choice.kind || state.generation !== before.generation;
      if (isOther) void this.follow();
    });
  }

  /** For a camera that is about to be opened: with the effect on it, the room is never published. */
  async captureOptions(): Promise<VideoCaptureOptions | undefined> {
    const isOpen = this.#camera() !== null;
    if (isOpen || background.getState().choice.kind === 'none') return undefined;
    return { processor: await makeBackground() };
  }

  /** Brings the camera that is published in line with the choice; one change at a time. */
  follow(): Promise<void> {
    this.#changing = this.#changing.then(() => this.#change()).catch(() => undefined);
    return this.#changing;
  }

  close(): void {
    this.#stop();
  }

  async #change(): Promise<void> {
    const track = this.#camera();
    const { choice, generation } = background.getState();
    if (track === null) return;
    const isOn = track.getProcessor() !== undefined;
    if (choice.kind === 'none') {
      if (isOn) await track.stopProcessor();
    } else if (!isOn || generation !== this.#generation) {
      await track.setProcessor(await makeBackground());
    }
    this.#generation = generation;
  }

  #camera(): LocalVideoTrack | null {
    const publication = this.room.localParticipant.getTrackPublication(Track.Source.Camera);
    return publication?.videoTrack ?? null;
  }
}
