/** The lower rung: RNNoise, small enough for the audio thread itself. 48 kHz mono frames of 10 ms. */
import type { DenoiseState, Rnnoise } from '@shiguredo/rnnoise-wasm';
import { HOP } from '../dsp/shape';

/** Samples that come out later than they went in: found by correlation, kept by a test. */
export const RNNOISE_DELAY = 2 * HOP;

/** RNNoise counts in 16-bit steps. */
const FULL_SCALE = 32_768;

export class LowerRung {
  readonly #states: DenoiseState[];
  readonly #frame = new Float32Array(HOP);

  constructor(
    private readonly rnnoise: Rnnoise,
    channels: number,
  ) {
    this.#states = Array.from({ length: channels }, () => rnnoise.createDenoiseState());
  }

  /** A frame of one channel, cleaned; valid until the next. Null when it came to no number, and begins anew. */
  process(channel: number, frame: Float32Array): Float32Array | null {
    for (let n = 0; n < HOP; n++) this.#frame[n] = (frame[n] ?? 0) * FULL_SCALE;
    this.#states[channel]?.processFrame(this.#frame);
    for (let n = 0; n < HOP; n++) this.#frame[n] = (this.#frame[n] ?? 0) / FULL_SCALE;
    if (this.#frame.every(Number.isFinite)) return this.#frame;
    this.#states[channel]?.destroy();
    this.#states[channel] = this.rnnoise.createDenoiseState();
    return null;
  }

  close(): void {
    for (const state of this.#states) state.destroy();
  }
}
