/** Frames of sound to spectra and back: 960 samples under Vorbis's window, every 480. */
import { RealFft } from './fft';
import { BINS, FFT_SIZE, HOP } from './shape';

/** sin(π/2 · sin²(π (n + ½) ÷ N)), the power-complementary window of the Vorbis I specification. */
const WINDOW = Float64Array.from({ length: FFT_SIZE }, (_, n) => {
  const sine = Math.sin((Math.PI * (n + 0.5)) / FFT_SIZE);
  return Math.sin((Math.PI / 2) * sine * sine);
});

/** The net was trained on spectra so scaled; the inverse transform undoes it. */
const SCALE = (2 * HOP) / FFT_SIZE ** 2;

export const SPECTRUM_LENGTH = 2 * BINS;

export class Analysis {
  readonly #fft = new RealFft(FFT_SIZE);
  readonly #samples = new Float64Array(FFT_SIZE);
  readonly #last = new Float32Array(HOP);

  /** Spectrum of the last frame and this one: interleaved re, im of `BINS` bins. */
  spectrum(frame: Float32Array): Float32Array<ArrayBuffer> {
    for (let n = 0; n < HOP; n++) {
      this.#samples[n] = (this.#last[n] ?? 0) * (WINDOW[n] ?? 0);
      this.#samples[HOP + n] = (frame[n] ?? 0) * (WINDOW[HOP + n] ?? 0);
    }
    this.#last.set(frame);
    const spectrum = new Float32Array(SPECTRUM_LENGTH);
    this.#fft.forward(this.#samples, spectrum);
    for (let n = 0; n < SPECTRUM_LENGTH; n++) spectrum[n] = (spectrum[n] ?? 0) * SCALE;
    return spectrum;
  }
}

export class Synthesis {
  readonly #fft = new RealFft(FFT_SIZE);
  readonly #samples = new Float32Array(FFT_SIZE);
  readonly #overlap = new Float32Array(HOP);

  /** The frame that this spectrum and the last one make together. */
  frame(spectrum: Float32Array, out: Float32Array): void {
    this.#fft.inverse(spectrum, this.#samples);
    for (let n = 0; n < HOP; n++) {
      out[n] = (this.#samples[n] ?? 0) * (WINDOW[n] ?? 0) + (this.#overlap[n] ?? 0);
      this.#overlap[n] = (this.#samples[HOP + n] ?? 0) * (WINDOW[HOP + n] ?? 0);
    }
  }
}
