/** Fourier transform of real frames whose length is 2 × a product of 2, 3, 4 and 5; 960 is one. */

/** Spectra are interleaved: re, im of bin 0, re, im of bin 1, … up to and with length ÷ 2. Not normalised. */
export class RealFft {
  readonly #half: number;
  readonly #factors: readonly number[];
  /** cos and sin of −2π n ÷ length, interleaved. */
  readonly #twiddles: Float64Array;
  readonly #roots: ReadonlyMap<number, Float64Array>;
  #from: Float64Array;
  #to: Float64Array;

  constructor(private readonly length: number) {
    this.#half = length / 2;
    this.#factors = factorsOf(this.#half);
    this.#twiddles = rootsOf(length);
    this.#roots = new Map(this.#factors.map((factor) => [factor, rootsOf(factor)]));
    this.#from = new Float64Array(length);
    this.#to = new Float64Array(length);
  }

  /** `samples`: `length` of them; `spectrum`: `length + 2` numbers. */
  forward(samples: ArrayLike<number>, spectrum: Float32Array): void {
    const half = this.#half;
    for (let n = 0; n < this.length; n++) this.#from[n] = samples[n] ?? 0;
    const z = this.#complex(1);
    for (let k = 0; k <= half / 2; k++) {
      const mirror = (half - k) % half;
      const own = k % half;
      const [ar, ai] = [z[2 * own] ?? 0, z[2 * own + 1] ?? 0];
      const [br, bi] = [z[2 * mirror] ?? 0, -(z[2 * mirror + 1] ?? 0)];
      const [er, ei] = [(ar + br) / 2, (ai + bi) / 2]; // spectrum of the even samples
      const [or, oi] = [(ai - bi) / 2, (br - ar) / 2]; // and of the odd ones
      const [c, s] = [this.#twiddles[2 * k] ?? 0, this.#twiddles[2 * k + 1] ?? 0];
      const [tr, ti] = [or * c - oi * s, or * s + oi * c];
      spectrum[2 * k] = er + tr;
      spectrum[2 * k + 1] = ei + ti;
      spectrum[2 * (half - k)] = er - tr;
      spectrum[2 * (half - k) + 1] = ti - ei;
    }
  }

  /** The other way, `length` times too loud. Imaginary parts of bin 0 and the last one, which no sound has, count as 0. */
  inverse(spectrum: Float32Array, samples: Float32Array): void {
    const half = this.#half;
    for (let k = 0; k < half; k++) {
      const [ar, ai] = [spectrum[2 * k] ?? 0, k === 0 ? 0 : (spectrum[2 * k + 1] ?? 0)];
      const [br, bi] = [spectrum[2 * (half - k)] ?? 0, k === 0 ? 0 : -(spectrum[2 * (half - k) + 1] ?? 0)];
      const [er, ei] = [ar + br, ai + bi];
      const [dr, di] = [ar - br, ai - bi];
      const [c, s] = [this.#twiddles[2 * k] ?? 0, -(this.#twiddles[2 * k + 1] ?? 0)];
      const [or, oi] = [dr * c - di * s, dr * s + di * c];
      this.#from[2 * k] = er - oi;
      this.#from[2 * k + 1] = ei + or;
    }
    const z = this.#complex(-1);
    for (let n = 0; n < this.length; n++) samples[n] = z[n] ?? 0;
  }

  /** Stockham's transform of the `length ÷ 2` complex numbers in `#from`; valid until the next one. */
  #complex(direction: 1 | -1): Float64Array {
    let [x, y] = [this.#from, this.#to];
    let length = this.#half;
    let stride = 1;
    for (const radix of this.#factors) {
      const rest = length / radix;
      const roots = this.#roots.get(radix);
      if (roots === undefined) throw new RangeError(`no roots for radix ${radix}`);
      const step = (this.length / length) * 2;
      for (let p = 0; p < rest; p++) {
        for (let k = 0; k < radix; k++) {
          const twiddle = (p * k * step) % (2 * this.length);
          const c = this.#twiddles[twiddle] ?? 0;
          const s = direction * (this.#twiddles[twiddle + 1] ?? 0);
          for (let q = 0; q < stride; q++) {
            let re = 0;
            let im = 0;
            for (let j = 0; j < radix; j++) {
              const at = 2 * (q + stride * (p + rest * j));
              const root = 2 * ((j * k) % radix);
              const [wr, wi] = [roots[root] ?? 0, direction * (roots[root + 1] ?? 0)];
              const [xr, xi] = [x[at] ?? 0, x[at + 1] ?? 0];
              re += xr * wr - xi * wi;
              im += xr * wi + xi * wr;
            }
            const to = 2 * (q + stride * (radix * p + k));
            y[to] = re * c - im * s;
            y[to + 1] = re * s + im * c;
          }
        }
      }
      [x, y] = [y, x];
      length = rest;
      stride *= radix;
    }
    [this.#from, this.#to] = [y, x];
    return x;
  }
}

function factorsOf(length: number): number[] {
  const factors: number[] = [];
  let rest = length;
  for (const radix of [4, 2, 3, 5]) {
    while (rest % radix === 0) {
      factors.push(radix);
      rest /= radix;
    }
  }
  if (rest !== 1) throw new RangeError(`${length} has a prime factor above 5`);
  return factors;
}

function rootsOf(length: number): Float64Array {
  const roots = new Float64Array(2 * length);
  for (let n = 0; n < length; n++) {
    roots[2 * n] = Math.cos((2 * Math.PI * n) / length);
    roots[2 * n + 1] = -Math.sin((2 * Math.PI * n) / length);
  }
  return roots;
}
