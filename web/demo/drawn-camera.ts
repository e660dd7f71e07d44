/** A camera that shows drawn people, one frame when it is asked, so that what goes in and comes out can be compared. */
import { Clip, type ClipWish, type DrawnFrame } from '../figures/clip';

/** Between two frames, in microseconds of their timestamps. */
export const STEP_US = 33_333;

export class DrawnCamera {
  readonly track = new MediaStreamTrackGenerator({ kind: 'video' });
  readonly #writer = this.track.writable.getWriter();
  readonly #clip: { frame(index: number): DrawnFrame };
  #index = 0;
  #first = 0;

  constructor(
    readonly wish: ClipWish,
    clip: { frame(index: number): DrawnFrame } = new Clip(wish),
    /** Between two frames, as their timestamps say. */
    private readonly stepUs = STEP_US,
  ) {
    this.#clip = clip;
  }

  /** Sends the clip's next frame; returns what it was and when. */
  async send(): Promise<{ readonly drawn: DrawnFrame; readonly timestamp: number }> {
    const drawn = this.#clip.frame((this.#index - this.#first) % this.wish.frames);
    const timestamp = this.#index * this.stepUs;
    this.#index += 1;
    await this.#writer.write(frameOf(drawn, this.wish, timestamp));
    return { drawn, timestamp };
  }

  /** The clip begins anew; timestamps go on. */
  rewind(): void {
    this.#first = this.#index;
  }

  /** Sends frames for as long as `isWanted`. */
  async play(isWanted: () => boolean, everyMs: number): Promise<void> {
    while (isWanted()) {
      await this.send();
      await new Promise((resolve) => setTimeout(resolve, everyMs));
    }
  }

  async close(): Promise<void> {
    await this.#writer.close().catch(() => undefined);
    this.track.stop();
  }
}

/** Limited-range BT.601 in I420, like most cameras' frames. */
function frameOf(drawn: DrawnFrame, { width, height }: ClipWish, timestamp: number): VideoFrame {
  const area = width * height;
  const planes = new Uint8ClampedArray((area * 3) / 2);
  for (let at = 0; at < area; at++) planes[at] = 16 + of(drawn.rgb, at, 0.257, 0.504, 0.098);
  for (let y = 0; y < height / 2; y++) {
    for (let x = 0; x < width / 2; x++) {
      const at = 2 * y * width + 2 * x;
      const mean = (r: number, g: number, b: number) =>
        (of(drawn.rgb, at, r, g, b) +
          of(drawn.rgb, at + 1, r, g, b) +
          of(drawn.rgb, at + width, r, g, b) +
          of(drawn.rgb, at + width + 1, r, g, b)) /
        4;
      const chroma = area + (y * width) / 2 + x;
      planes[chroma] = 128 + mean(-0.148, -0.291, 0.439);
      planes[chroma + area / 4] = 128 + mean(0.439, -0.368, -0.071);
    }
  }
  return new VideoFrame(planes, { format: 'I420', codedWidth: width, codedHeight: height, timestamp });
}

function of(rgb: Float32Array, at: number, red: number, green: number, blue: number): number {
  return red * (rgb[at * 3] ?? 0) + green * (rgb[at * 3 + 1] ?? 0) + blue * (rgb[at * 3 + 2] ?? 0);
}
