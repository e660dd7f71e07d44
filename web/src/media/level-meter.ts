/** How loud a microphone is, for the meter on the pre-join page. */

/** Samples a reading looks at: 21 ms at 48 kHz. */
const WINDOW_SAMPLES = 1024;

/** The meter's silence and its full deflection, in dB relative to full scale. */
const QUIET_DBFS = -60;
const LOUD_DBFS = -12;

/** Owns its audio context; `close` gives the sound hardware back. The stream stays its owner's. */
export class LevelMeter {
  readonly #context = new AudioContext();
  readonly #analyser: AnalyserNode;
  readonly #samples = new Float32Array(WINDOW_SAMPLES);

  constructor(stream: MediaStream) {
    this.#analyser = new AnalyserNode(this.#context, { fftSize: WINDOW_SAMPLES });
    this.#context.createMediaStreamSource(stream).connect(this.#analyser);
    // Chromium starts a context suspended when nobody has clicked on the page yet; it resumes with the first click.
    if (this.#context.state === 'suspended') void this.#context.resume();
  }

  /** Level now, 0 (silent) to 1 (loud); even to the ear, so it counts in decibels. */
  level(): number {
    this.#analyser.getFloatTimeDomainData(this.#samples);
    return levelOf(this.#samples);
  }

  async close(): Promise<void> {
    this.#analyser.disconnect();
    if (this.#context.state !== 'closed') await this.#context.close();
  }
}

/** Level of samples in -1…1, by their root mean square. */
export function levelOf(samples: Float32Array): number {
  let sum = 0;
  for (const sample of samples) sum += sample * sample;
  return shareOfLevel(10 * Math.log10(sum / samples.length));
}

/** 0 (silent) to 1 (loud) of a level in dB relative to full scale. */
export function shareOfLevel(dbfs: number): number {
  if (!Number.isFinite(dbfs)) return 0;
  return Math.min(1, Math.max(0, (dbfs - QUIET_DBFS) / (LOUD_DBFS - QUIET_DBFS)));
}
