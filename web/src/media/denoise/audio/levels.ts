/** Loudness now, and of what is there between the words, from one reading a frame. */

/** 3 s of frames: longer than people speak without a breath. */
const WINDOW_FRAMES = 300;
/** The quietest tenth of the window counts as between the words. */
const FLOOR_QUANTILE = 0.1;
const SILENCE_DB = -120;

export class Levels {
  readonly #readings: number[] = [];

  /** One frame of samples in -1…1. */
  add(frame: Float32Array): void {
    let sum = 0;
    for (const sample of frame) sum += sample * sample;
    this.#readings.push(Math.max(SILENCE_DB, 10 * Math.log10(sum / frame.length)));
    if (this.#readings.length > WINDOW_FRAMES) this.#readings.shift();
  }

  /** Mean of the last `frames` readings, in dB relative to full scale. */
  levelDb(frames: number): number {
    const last = this.#readings.slice(-frames);
    return last.length === 0 ? SILENCE_DB : last.reduce((sum, reading) => sum + reading, 0) / last.length;
  }

  floorDb(): number {
    const sorted = this.#readings.toSorted((a, b) => a - b);
    return sorted[Math.floor(sorted.length * FLOOR_QUANTILE)] ?? SILENCE_DB;
  }
}
