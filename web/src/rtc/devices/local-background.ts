/**
 * The background effect on the person's own camera: on it before anything is published, kept through device changes,
 * reconnects and the death of its worker, taken off only when the person says so.
 *
 * livekit-client sends the camera itself for a moment when one processor takes the place of another, and when a muted
 * camera without one is opened again. So a processor is never replaced: a dead one is restarted; and a closed camera
 * whose processor does not fit the choice is opened anew, as for the first time.
 */
import { type LocalTrack, LocalVideoTrack, type VideoCaptureOptions } from 'livekit-client';
import type { BackgroundProcessor } from '../../media/background';
import { background, endTrial, makeBackground } from '../../media/background-choice';

export interface OwnCamera {
  /** The camera's track, published or kept for the next session; null while there is none. */
  track(): LocalTrack | null;
  /** Takes a closed camera away: it is opened anew when it is wanted again. */
  forget(): Promise<void>;
  /** It was to be opened again and did not: it is off, and the person is told. */
  lost(error: unknown): Promise<void>;
}

export class LocalBackground {
  readonly #stop: () => void;
  #generation = background.getState().generation;
  #changing: Promise<void> = Promise.resolve();

  constructor(private readonly camera: OwnCamera) {
    this.#stop = background.subscribe((state, before) => {
      const isOther = state.choice.kind !== before.choice.kind || state.generation !== before.generation;
      if (isOther) void this.follow();
    });
  }

  /**
   * Opens the camera by `open`, with the effect on it from the start.
   *
   * Throws what `open` throws, or that the effect could not be made: then the camera stays closed.
   */
  async opened(open: (options?: VideoCaptureOptions) => Promise<unknown>): Promise<void> {
    const track = this.#track();
    if (track !== null && (!track.isMuted || this.#fits(track))) {
      await open();
    } else {
      if (track !== null) await this.camera.forget();
      await this.#openedAnew(open);
    }
    await this.follow();
  }

  /** Brings a camera that is open in line with the choice; one change at a time. */
  follow(): Promise<void> {
    this.#changing = this.#changing.then(() => this.#change()).catch(() => undefined); // told where effects are made
    return this.#changing;
  }

  close(): void {
    this.#stop();
  }

  async #openedAnew(open: (options?: VideoCaptureOptions) => Promise<unknown>): Promise<void> {
    const { choice, generation } = background.getState();
    if (choice.kind === 'none') return void (await open());
    endTrial();
    const processor = await makeBackground();
    this.#generation = generation;
    try {
      await open({ processor });
    } finally {
      if (this.#track()?.getProcessor() !== processor) await processor.destroy(); // the camera did not open
    }
  }

  async #change(): Promise<void> {
    const track = this.#track();
    if (track === null || track.isMuted) return; // a closed camera is seen to when it is opened
    const { choice, generation } = background.getState();
    const isOn = track.getProcessor() !== undefined;
    if (choice.kind === 'none') {
      if (isOn) await track.stopProcessor();
    } else if (!isOn) {
      const processor = await makeBackground();
      await track.setProcessor(processor).catch(() => processor.destroy());
    } else if (generation !== this.#generation) {
      await this.#restart(track);
    }
    this.#generation = generation;
  }

  /** Opens the camera again, and the processor's next worker with it. */
  async #restart(track: LocalVideoTrack): Promise<void> {
    try {
      await track.restartTrack();
    } catch (error) {
      await this.camera.lost(error);
    }
    if (track.isMuted) await this.camera.forget(); // turned off meanwhile: livekit-client closed the one before
  }

  /** Whether opening a closed camera again shows what the person chose. */
  #fits(track: LocalVideoTrack): boolean {
    const processor = track.getProcessor() as BackgroundProcessor | undefined; // cast: nobody else sets one
    const isOn = processor !== undefined && !processor.isDead;
    return isOn === (background.getState().choice.kind !== 'none');
  }

  #track(): LocalVideoTrack | null {
    const track = this.camera.track();
    return track instanceof LocalVideoTrack ? track : null;
  }
}
