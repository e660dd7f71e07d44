/** A short recording of what goes in and what comes out, in step, to hear the difference. */
import { HOP } from '../dsp/shape';
import type { Recorded } from './messages';

export class Tape {
  readonly #before: Float32Array<ArrayBuffer>;
  readonly #after: Float32Array<ArrayBuffer>;
  #beforeFrames = 0;
  #afterFrames: number;

  /** `lateFrames`: by how many frames what comes out is later. */
  constructor(
    private readonly frames: number,
    lateFrames: number,
  ) {
    this.#before = new Float32Array(frames * HOP);
    this.#after = new Float32Array(frames * HOP);
    this.#afterFrames = -lateFrames;
  }

  addBefore(frame: Float32Array): void {
    if (this.#beforeFrames < this.frames) this.#before.set(frame, this.#beforeFrames++ * HOP);
  }

  /** The recording, with its last frame. */
  addAfter(frame: Float32Array): Recorded | null {
    if (this.#afterFrames >= 0) this.#after.set(frame, this.#afterFrames * HOP);
    this.#afterFrames += 1;
    if (this.#afterFrames < this.frames) return null;
    return { type: 'recorded', before: this.#before, after: this.#after };
  }
}
