/** From a frame to how opaque each part of it is, and to what is seen behind the person. All at low resolution. */
import type { Effect } from '../effect';
import type { FrameStore } from './frame-store';
import { Motion, moved } from './motion';
import { keepPeople } from './people';
import { type Box, nextLook, RESCAN_EVERY } from './person-box';
import type { Segmenter } from './segmenter';

/** Radius and regularisation of the guided filter at about 320 × 180; chosen by `make bench-background`. */
const GUIDE_RADIUS = 4;
const LUMA_EPSILON = 1e-3;
/** Chroma moves less than RGB does: with a third of the room it counts as much. */
const CHROMA_EPSILON = 3e-4;

/** Radii of the blur at low resolution for strength 0 and 1, three passes of a box each. */
const WEAKEST_RADIUS = 3;
const STRONGEST_RADIUS = 10;

/** Nothing of the room is left but its light: what covers the frame while there is no mask. */
const COVER_RADIUS = 24;

/** How much of a picture's light falls on the edge of the person; a blurred room lights its people by itself. */
const PICTURE_WRAP = 0.3;

export class Matte {
  readonly #motion = new Motion();
  #box: Box | null = null;
  #masksSinceScan = RESCAN_EVERY;
  #isSettled = false;

  constructor(private readonly store: FrameStore) {}

  /** The next mask starts afresh: another size, another camera. */
  forget(): void {
    this.#box = null;
    this.#masksSinceScan = RESCAN_EVERY;
    this.#isSettled = false;
    this.#motion.forget();
  }

  get hasMask(): boolean {
    return this.#isSettled;
  }

  /** Looks at the frame in the store. The store must not take another frame meanwhile. */
  async segment(segmenter: Segmenter): Promise<void> {
    const { store } = this;
    const { width, height, factor, lowWidth, lowHeight, at } = store;
    const look = nextLook(this.#box, this.#masksSinceScan, width, height);
    const isWhole = look.crop.width === width && look.crop.height === height;
    const size = segmenter.size(look.model);
    const mask = await segmenter.run(look.model, store.input(look.crop, size.width, size.height));
    store.kernels.floats(at.modelMask, mask.length).set(mask);
    const { left, top, width: cropWidth, height: cropHeight } = look.crop;
    store.kernels.run.placeMask(
      at.modelMask,
      size.width,
      size.height,
      at.mask,
      lowWidth,
      lowHeight,
      left / factor,
      top / factor,
      cropWidth / factor,
      cropHeight / factor,
    );
    const found = store.kernels.floats(at.mask, lowWidth * lowHeight);
    const box = keepPeople(found, lowWidth, lowHeight);
    if (this.#isSettled) store.kernels.run.settle(at.mask, at.settled, lowWidth * lowHeight);
    else store.kernels.floats(at.settled, lowWidth * lowHeight).set(found);
    this.#isSettled = true;
    this.#masksSinceScan = isWhole ? 0 : this.#masksSinceScan + 1;
    this.#box = box === null ? null : scaled(box, factor);
    this.#motion.see(store.kernels.floats(at.low, lowWidth * lowHeight * 4));
  }

  /** Takes the last mask along with whoever moved since: for a frame that gets none of its own. */
  follow(): void {
    const { kernels, at, lowWidth, lowHeight } = this.store;
    const low = kernels.floats(at.low, lowWidth * lowHeight * 4);
    const settled = kernels.floats(at.settled, lowWidth * lowHeight);
    const shift = this.#motion.to(low, settled, lowWidth, lowHeight);
    if (shift !== null) settled.set(moved(settled, lowWidth, lowHeight, shift));
    this.#motion.see(low);
  }

  /** Fits the mask to the frame's own edges. */
  guide(): void {
    const { at, lowWidth, lowHeight } = this.store;
    this.store.kernels.run.guide(
      at.low,
      at.settled,
      at.coefficients,
      at.moments,
      at.scratch,
      at.row,
      lowWidth,
      lowHeight,
      GUIDE_RADIUS,
      LUMA_EPSILON,
      CHROMA_EPSILON,
    );
  }

  /** What is seen behind the people of this frame, after `guide`: address of a low-resolution image. */
  behind(effect: Effect): number {
    const { at, lowWidth, lowHeight, kernels } = this.store;
    if (effect.kind === 'picture') {
      kernels.run.wrapLight(
        at.pictureLow,
        at.moments,
        lowWidth * lowHeight,
        effect.lightWrap ?? PICTURE_WRAP,
      );
      return at.pictureLow;
    }
    const radius = Math.round(WEAKEST_RADIUS + effect.strength * (STRONGEST_RADIUS - WEAKEST_RADIUS));
    kernels.run.blurBackground(
      at.low,
      at.moments,
      at.blurred,
      at.scratch,
      at.row,
      lowWidth,
      lowHeight,
      radius,
    );
    return at.blurred;
  }

  /** Blurs the whole frame, people and all, and makes nobody opaque. */
  cover(): number {
    const { at, lowWidth, lowHeight, kernels } = this.store;
    kernels.bytes(at.coefficients, lowWidth * lowHeight * 16).fill(0);
    kernels.run.blurBackground(at.low, 0, at.blurred, at.scratch, at.row, lowWidth, lowHeight, COVER_RADIUS);
    return at.blurred;
  }
}

function scaled(box: Box, factor: number): Box {
  return {
    left: box.left * factor,
    top: box.top * factor,
    width: box.width * factor,
    height: box.height * factor,
  };
}
