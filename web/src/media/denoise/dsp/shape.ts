/** The shapes of DeepFilterNet3, from the `config.ini` that comes with its weights. */
export const RATE_HZ = 48_000;
/** Samples of a frame: 10 ms. */
export const HOP = 480;
export const FFT_SIZE = 960;
export const BINS = FFT_SIZE / 2 + 1;
/** Bands on the ERB scale (Glasberg and Moore 1990) that the first stage scales. */
export const ERB_BANDS = 32;
const MIN_BINS_A_BAND = 2;
/** Lowest bins, up to 4.8 kHz, that the second stage filters over `DF_ORDER` frames. */
export const DF_BINS = 96;
export const DF_ORDER = 5;
/** Frames that the net looks ahead. */
export const LOOKAHEAD = 2;
/** Samples that come out later than they went in: one frame of overlap and the look ahead. 30 ms. */
export const NET_DELAY = HOP * (1 + LOOKAHEAD);

/** Bins of each band; they add up to `BINS`. */
export const ERB_WIDTHS: readonly number[] = erbWidths();

function erbWidths(): number[] {
  const binHz = RATE_HZ / FFT_SIZE;
  const erbOf = (hz: number) => 9.265 * Math.log1p(hz / (24.7 * 9.265));
  const hzOf = (erb: number) => 24.7 * 9.265 * Math.expm1(erb / 9.265);
  const step = erbOf(RATE_HZ / 2) / ERB_BANDS;
  const widths: number[] = [];
  let lastEdge = 0;
  let borrowed = 0; // bins that too narrow bands took from the next
  for (let band = 1; band <= ERB_BANDS; band++) {
    const edge = Math.round(hzOf(band * step) / binHz);
    const width = edge - lastEdge - borrowed;
    borrowed = Math.max(0, MIN_BINS_A_BAND - width);
    widths.push(Math.max(MIN_BINS_A_BAND, width));
    lastEdge = edge;
  }
  const missing = BINS - widths.reduce((sum, width) => sum + width, 0);
  widths.push((widths.pop() ?? 0) + missing);
  return widths;
}
