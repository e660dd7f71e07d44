/** The two stages that change a spectrum, as the net says. Spectra are interleaved re, im. */
import { DF_BINS, DF_ORDER, ERB_BANDS, ERB_WIDTHS } from './shape';

/** First stage, in place: one gain a band. */
export function scaleBands(spectrum: Float32Array, gains: ArrayLike<number>): void {
  let bin = 0;
  for (let band = 0; band < ERB_BANDS; band++) {
    const gain = gains[band] ?? 0;
    for (const end = bin + (ERB_WIDTHS[band] ?? 0); bin < end; bin++) {
      spectrum[2 * bin] = (spectrum[2 * bin] ?? 0) * gain;
      spectrum[2 * bin + 1] = (spectrum[2 * bin + 1] ?? 0) * gain;
    }
  }
}

/**
 * Second stage: the lowest bins of `out` become a complex filter over the last `DF_ORDER` noisy spectra.
 *
 * Args:
 *   history: Noisy spectra, oldest first.
 *   coefficients: [DF_BINS, DF_ORDER, 2], as the net gives them.
 */
export function filterBins(
  history: readonly Float32Array[],
  coefficients: ArrayLike<number>,
  out: Float32Array,
): void {
  for (let bin = 0; bin < DF_BINS; bin++) {
    let re = 0;
    let im = 0;
    for (let tap = 0; tap < DF_ORDER; tap++) {
      const at = 2 * (bin * DF_ORDER + tap);
      const [cr, ci] = [coefficients[at] ?? 0, coefficients[at + 1] ?? 0];
      const [xr, xi] = [history[tap]?.[2 * bin] ?? 0, history[tap]?.[2 * bin + 1] ?? 0];
      re += xr * cr - xi * ci;
      im += xr * ci + xi * cr;
    }
    out[2 * bin] = re;
    out[2 * bin + 1] = im;
  }
}

/** Mixes `share` of the noisy spectrum back in, in place: the limit of how much is taken away. */
export function mixBack(spectrum: Float32Array, noisy: Float32Array, share: number): void {
  for (let n = 0; n < spectrum.length; n++)
    spectrum[n] = (spectrum[n] ?? 0) * (1 - share) + (noisy[n] ?? 0) * share;
}
