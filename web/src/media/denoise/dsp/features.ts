/**
 * What the net sees of a spectrum: loudness of each ERB band and the lowest bins, both relative to what they
 * have been lately. The running means start where the net's training started them; with others it needs seconds
 * to settle.
 */
import { DF_BINS, ERB_BANDS, ERB_WIDTHS, HOP, RATE_HZ } from './shape';

/** Time constant of the running means is 1 s (`norm_tau`); rounded to three digits as in training. */
const KEEP = Math.round(Math.exp(-HOP / RATE_HZ) * 1000) / 1000;
const LOUDNESS_START_DB = [-60, -90] as const;
const MAGNITUDE_START = [0.001, 0.0001] as const;
const LOUDNESS_SCALE_DB = 40;

export class Features {
  readonly #loudness = ramp(LOUDNESS_START_DB, ERB_BANDS);
  readonly #magnitude = ramp(MAGNITUDE_START, DF_BINS);

  /** [ERB_BANDS]: dB above the running mean of each band, ÷ 40. */
  bands(spectrum: Float32Array): Float32Array {
    const bands = new Float32Array(ERB_BANDS);
    let bin = 0;
    ERB_WIDTHS.forEach((width, band) => {
      let power = 0;
      for (const end = bin + width; bin < end; bin++)
        power += (spectrum[2 * bin] ?? 0) ** 2 + (spectrum[2 * bin + 1] ?? 0) ** 2;
      const loudnessDb = 10 * Math.log10(power / width + 1e-10);
      const mean = loudnessDb * (1 - KEEP) + (this.#loudness[band] ?? 0) * KEEP;
      this.#loudness[band] = mean;
      bands[band] = (loudnessDb - mean) / LOUDNESS_SCALE_DB;
    });
    return bands;
  }

  /** [2, DF_BINS]: real parts, then imaginary parts, each ÷ the square root of its bin's running magnitude. */
  bins(spectrum: Float32Array): Float32Array {
    const bins = new Float32Array(2 * DF_BINS);
    for (let bin = 0; bin < DF_BINS; bin++) {
      const [re, im] = [spectrum[2 * bin] ?? 0, spectrum[2 * bin + 1] ?? 0];
      const mean = Math.hypot(re, im) * (1 - KEEP) + (this.#magnitude[bin] ?? 0) * KEEP;
      this.#magnitude[bin] = mean;
      bins[bin] = re / Math.sqrt(mean);
      bins[DF_BINS + bin] = im / Math.sqrt(mean);
    }
    return bins;
  }
}

function ramp([first, last]: readonly [number, number], length: number): Float64Array {
  return Float64Array.from({ length }, (_, n) => first + ((last - first) * n) / (length - 1));
}
