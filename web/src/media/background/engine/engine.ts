/**
 * From each frame of the camera to one that may be shown. Never throws, and never lets the room through: what it
 * cannot do it covers.
 */
import type { Compositing, Layers } from '../compositors/compositing';
import { CpuCompositing } from '../compositors/cpu';
import type { Effect, EffectReport, Rung } from '../effect';
import { FrameStore } from './frame-store';
import type { Kernels } from './kernels';
import { Matte } from './matte';
import type { Segmenter } from './segmenter';

/** A mask older than this shows where people were: a slow camera has one for each frame, on every rung. */
const MASK_AGE_MAX_US = 100_000;

/** Masks of so many frames in a row may fail before the segmenter counts as broken. */
const FAILURES_MAX = 5;

export interface EngineEvents {
  /** Masks fail again and again; until a new segmenter comes, everything is covered. */
  segmenterFailed(error: unknown): void;
  /** The compositor failed: the processor takes over at once. */
  compositorFailed(error: unknown): void;
}

export class Engine {
  state: EffectReport['state'] = 'starting';
  rung: Rung = 'full';
  segmenter: Segmenter | null = null;
  readonly #store: FrameStore;
  readonly #matte: Matte;
  readonly #cpu = new CpuCompositing();
  #compositing: Compositing = this.#cpu;
  #effect: Effect;
  #wanted: Effect;
  #pictureTaken: ImageBitmap | null = null;
  #frames = 0;
  #maskOfUs = Number.NEGATIVE_INFINITY;
  #failures = 0;
  #last: { readonly width: number; readonly height: number } = { width: 640, height: 360 };

  constructor(
    kernels: Kernels,
    effect: Effect,
    private readonly events: EngineEvents,
  ) {
    this.#store = new FrameStore(kernels);
    this.#matte = new Matte(this.#store);
    this.#effect = effect;
    this.#wanted = effect;
  }

  get size(): { readonly width: number; readonly height: number } {
    return this.#last;
  }

  get compositor(): Compositing['kind'] {
    return this.#compositing.kind;
  }

  /** Puts pictures together by `compositing`, or by the processor. Whoever chooses closes the one before. */
  use(compositing: Compositing | null): void {
    this.#compositing = compositing ?? this.#cpu;
  }

  /** The processor takes over from a graphics device that is gone. */
  fallBack(): void {
    this.#compositing.close();
    this.#compositing = this.#cpu;
  }

  /** From the next frame on; the one under way still needs the picture before. */
  set effect(effect: Effect) {
    if (this.#wanted !== this.#effect) release(this.#wanted);
    this.#wanted = effect;
  }

  /** Another camera: nothing of the one before says where people are. */
  forget(): void {
    this.#matte.forget();
    this.state = 'starting';
  }

  /** One frame at a time. The frame that came in stays the caller's. */
  async process(frame: VideoFrame): Promise<VideoFrame> {
    this.#changeEffect();
    try {
      if (await this.#store.take(frame)) {
        this.#matte.forget();
        this.#pictureTaken = null;
      }
      this.#store.shrink();
      this.#last = { width: this.#store.width, height: this.#store.height };
    } catch {
      this.#matte.forget(); // people move on unseen
      this.state = 'covered';
      return blank(frame, this.#last); // nothing of it could be read, so nothing of it is shown
    }
    try {
      this.#takePicture();
      return await this.#shown(frame);
    } catch {
      this.state = 'covered';
      return blank(frame, this.#last);
    }
  }

  async #shown(frame: VideoFrame): Promise<VideoFrame> {
    if (this.rung !== 'whole_blur' && (await this.#hasMask(frame.timestamp))) {
      this.#matte.guide();
      const picture = this.#effect.kind === 'picture' ? this.#effect.picture : null;
      const shown = this.#compose(frame, { picture, behind: this.#matte.behind(this.#effect) });
      this.state = 'running';
      return shown;
    }
    this.state = this.segmenter === null && this.state === 'starting' ? 'starting' : 'covered';
    return this.#compose(frame, { picture: null, behind: this.#matte.cover() });
  }

  /** A mask for the frame at `atUs`, or on the lower rungs of the one before. */
  async #hasMask(atUs: number): Promise<boolean> {
    const { segmenter } = this;
    if (segmenter === null) return false;
    this.#frames += 1;
    const isOld = Math.abs(atUs - this.#maskOfUs) > MASK_AGE_MAX_US;
    const isDue = this.rung === 'full' || this.#frames % 2 === 0 || isOld || !this.#matte.hasMask;
    if (!isDue) {
      this.#matte.follow();
      return true;
    }
    try {
      await this.#matte.segment(segmenter);
      this.#maskOfUs = atUs;
      this.#failures = 0;
      return true;
    } catch (error) {
      this.#matte.forget();
      this.#failures += 1;
      if (this.#failures >= FAILURES_MAX) {
        this.#failures = 0;
        this.segmenter = null;
        segmenter.close();
        this.events.segmenterFailed(error);
      }
      return false;
    }
  }

  #compose(frame: VideoFrame, layers: Layers): VideoFrame {
    if (this.#compositing !== this.#cpu) {
      try {
        return this.#compositing.compose(frame, this.#store, layers);
      } catch (error) {
        this.fallBack();
        this.events.compositorFailed(error);
      }
    }
    return this.#cpu.compose(frame, this.#store, layers);
  }

  #changeEffect(): void {
    if (this.#wanted === this.#effect) return;
    release(this.#effect);
    this.#effect = this.#wanted;
    this.#pictureTaken = null;
  }

  #takePicture(): void {
    if (this.#effect.kind !== 'picture' || this.#pictureTaken === this.#effect.picture) return;
    this.#store.takePicture(this.#effect.picture);
    this.#pictureTaken = this.#effect.picture;
  }
}

function release(effect: Effect): void {
  if (effect.kind === 'picture') effect.picture.close();
}

/** A grey frame: when nothing can be made of the camera's. */
function blank(
  frame: VideoFrame,
  { width, height }: { readonly width: number; readonly height: number },
): VideoFrame {
  return new VideoFrame(new Uint8Array((width * height * 3) / 2).fill(128), {
    format: 'I420',
    codedWidth: width,
    codedHeight: height,
    timestamp: frame.timestamp,
  });
}
