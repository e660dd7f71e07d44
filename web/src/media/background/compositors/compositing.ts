/** Puts the full-size picture together from a frame, the coefficients around each pixel, and what is behind. */
import type { Compositor } from '../effect';
import type { FrameStore } from '../engine/frame-store';

export interface Layers {
  /** Address in the store of the low-resolution image behind the people. */
  readonly behind: number;
  /** The picture in place of the room; null shows what is `behind`. */
  readonly picture: ImageBitmap | null;
}

/** One frame in, one out; the frame that came in stays the caller's. */
export interface Compositing {
  readonly kind: Compositor;
  compose(frame: VideoFrame, store: FrameStore, layers: Layers): VideoFrame;
  close(): void;
}

/** When the frame was and how long it lasts, for the frame made of it. */
export function timesOf(frame: VideoFrame): { timestamp: number; duration?: number } {
  return frame.duration === null
    ? { timestamp: frame.timestamp }
    : { timestamp: frame.timestamp, duration: frame.duration };
}

/** Renderers that are a processor in disguise: always slower here than the kernels. */
const SOFTWARE = /swiftshader|llvmpipe|softpipe|lavapipe|basic render|software/i;

export function isSoftware(renderer: string): boolean {
  return SOFTWARE.test(renderer);
}
