import { describe, expect, it } from 'vitest';
import { RealFft } from './fft';
import { postFilter, scaleBands } from './filters';
import { BINS, ERB_BANDS, ERB_WIDTHS, HOP } from './shape';
import { Analysis, SPECTRUM_LENGTH, Synthesis } from './stft';

const noise = (length: number) => Float32Array.from({ length }, (_, n) => Math.sin(n * n * 0.37) / 2);

describe('the transform', () => {
  it('is the one of the definition', () => {
    const samples = noise(60);
    const spectrum = new Float32Array(62);
    new RealFft(60).forward(samples, spectrum);
    for (const bin of [0, 1, 15, 29, 30]) {
      let [re, im] = [0, 0];
      samples.forEach((sample, n) => {
        re += sample * Math.cos((2 * Math.PI * bin * n) / 60);
        im -= sample * Math.sin((2 * Math.PI * bin * n) / 60);
      });
      expect(spectrum[2 * bin]).toBeCloseTo(re, 4);
      expect(spectrum[2 * bin + 1]).toBeCloseTo(im, 4);
    }
  });

  it('undoes itself, whatever imaginary parts the outermost bins are given', () => {
    const samples = noise(960);
    const spectrum = new Float32Array(962);
    const fft = new RealFft(960);
    fft.forward(samples, spectrum);
    spectrum[1] = 7;
    spectrum[961] = -3;
    const back = new Float32Array(960);
    fft.inverse(spectrum, back);
    back.forEach((sample, n) => {
      expect(sample / 960).toBeCloseTo(samples[n] ?? 0, 5);
    });
  });

  it('says which lengths it cannot do', () => {
    expect(() => new RealFft(14)).toThrow('prime factor');
  });
});

describe('frames', () => {
  it('come back unchanged, one frame late', () => {
    const [analysis, synthesis] = [new Analysis(), new Synthesis()];
    const sound = noise(HOP * 6);
    const back = new Float32Array(sound.length);
    for (let start = 0; start < sound.length; start += HOP)
      synthesis.frame(
        analysis.spectrum(sound.subarray(start, start + HOP)),
        back.subarray(start, start + HOP),
      );
    for (let n = HOP; n < sound.length; n++) expect(back[n]).toBeCloseTo(sound[n - HOP] ?? 0, 5);
  });

  it('have bands that hold every bin once, and a gain for each', () => {
    expect(ERB_WIDTHS).toHaveLength(ERB_BANDS);
    expect(ERB_WIDTHS.reduce((sum, width) => sum + width, 0)).toBe(BINS);
    const spectrum = new Float32Array(SPECTRUM_LENGTH).fill(1);
    scaleBands(
      spectrum,
      Float32Array.from({ length: ERB_BANDS }, (_, band) => band),
    );
    expect(spectrum[0]).toBe(0);
    expect(spectrum.at(-1)).toBe(ERB_BANDS - 1);
  });
});

describe('the post-filter', () => {
  it('leaves what was kept whole, and turns further down what was turned down', () => {
    const noisy = Float32Array.of(3, 4, 3, 4, 0, 0);
    const spectrum = Float32Array.of(3, 4, 0.3, 0.4, 0, 0);
    postFilter(spectrum, noisy, 0.02);
    const more = 1.02 / (1 + 0.02 / Math.sin(Math.PI / 20) ** 2);
    [3, 4, 0.3 * more, 0.4 * more, 0, 0].forEach((part, n) => {
      expect(spectrum[n]).toBeCloseTo(part, 6);
    });
    expect(more).toBeLessThan(0.6);
  });
});
