/** The two stages that change a spectrum, as the net says. Spectra are interleaved re, im. */
import { DF_BINS, DF_ORDER, ERB_BANDS, ERB_WIDTHS } from './shape';

/** Keeps quotients of nothing finite. */
const TINY = 1e-12;

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

/**
 * The authors' post-filter (Valin et al., "A Perceptually-Motivated Approach for Low-Complexity, Real-Time
 * Enhancement of Fullband Speech", 2020), in place: bins that were turned down most are turned down further, the
 * others a bit up. `beta` 0 does nothing.
 */
export function postFilter(spectrum: Float32Array, noisy: Float32Array, beta: number): void {
  for (let at = 0; at < spectrum.length; at += 2) {
    const [re, im] = [spectrum[at] ?? 0, spectrum[at + 1] ?? 0];
    const loudness = Math.hypot(noisy[at] ?? 0, noisy[at + 1] ?? 0);
    const gain = Math.max(TINY, Math.min(1, Math.hypot(re, im) / (loudness + TINY)));
    const more = (1 + beta) / (1 + beta / Math.sin((Math.PI / 2) * gain) ** 2);
    spectrum[at] = re * more;
    spectrum[at + 1] = im * more;
  }
}

/** Mixes `share` of the noisy spectrum back in, in place: the limit of how much is taken away. */
export function mixBack(spectrum: Float32Array, noisy: Float32Array, share: number): void {
  for (let n = 0; n < spectrum.length; n++)
    spectrum[n] = (spectrum[n] ?? 0) * (1 - share) + (noisy[n] ?? 0) * share;
}
