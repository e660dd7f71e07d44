/**
 * Several versions of one sound, each late by its own delay, put back in step; and from one to the other
 * without a click. Everything is counted in samples since the start.
 *
 * What comes out at any time is the sound of `delay` samples ago, whichever version it is taken from, so a change
 * of version shifts nothing. A version that ends without notice is continued backwards from its last sample
 * while the other one fades in: there is no step, and nobody has to look ahead.
 */
export type Version = 'net' | 'lower' | 'dry';

/** 5 ms: long enough to hide a change, short enough to keep what is said. */
const FADE = 240;
/** Samples that each version keeps: 340 ms. */
const KEPT = 16_384;

interface Fading {
  readonly version: Version;
  readonly from: number;
  /** Up to where the version goes on by itself. */
  readonly end: number;
  /** The last `FADE` samples before it. */
  readonly past: Float32Array;
}

export class AlignedMix {
  readonly #tracks: Readonly<Record<Version, Track>> = {
    net: new Track(),
    lower: new Track(),
    dry: new Track(),
  };
  readonly #past = new Float32Array(FADE);
  #at: number;
  #current: Version = 'dry';
  /** Share of the dry sound in the lower version; the net sees to its own. */
  noisyShare = 0;
  /** What fades out, from where on; null when nothing does. */
  #fading: Fading | null = null;

  constructor(delay: number) {
    this.#at = -delay;
  }

  get current(): Version {
    return this.#current;
  }

  /** `samples` of a version belong to the time from `start` on. */
  write(version: Version, start: number, samples: Float32Array): void {
    this.#tracks[version].write(start, samples);
  }

  /** Whether a version is there for the next `length` samples. */
  has(version: Version, length: number): boolean {
    return this.#tracks[version].has(Math.max(0, this.#at), this.#at + length);
  }

  /** Fills `out` from the version wished for; the dry one must be there. */
  read(wished: Version, out: Float32Array): void {
    if (wished !== this.#current) {
      const end = this.#tracks[this.#current].endFrom(this.#at);
      this.#fading = { version: this.#current, from: this.#at, end, past: this.#past.slice() };
      this.#current = wished;
    }
    for (let n = 0; n < out.length; n++) {
      const at = this.#at + n;
      const next = this.#sample(this.#current, at);
      out[n] = this.#fading === null ? next : this.#faded(this.#fading, next, at);
    }
    this.#at += out.length;
    this.#remember(out);
  }

  #faded(fading: Fading, next: number, at: number): number {
    const done = (at - fading.from) / FADE;
    if (done >= 1) {
      this.#fading = null;
      return next;
    }
    const last = this.#continued(fading, at);
    const share = (1 - Math.cos(Math.PI * done)) / 2;
    return last * (1 - share) + next * share;
  }

  /** What fades out: itself while it lasts, then itself backwards. */
  #continued({ version, from, end, past }: Fading, at: number): number {
    const mirrored = at < end ? at : 2 * end - 1 - at;
    return mirrored >= from ? this.#sample(version, mirrored) : (past[FADE - from + mirrored] ?? 0);
  }

  #sample(version: Version, at: number): number {
    const own = this.#tracks[version].at(at);
    if (version !== 'lower' || this.noisyShare === 0) return own;
    return own * (1 - this.noisyShare) + this.#tracks.dry.at(at) * this.noisyShare;
  }

  #remember(out: Float32Array): void {
    const kept = Math.max(0, FADE - out.length);
    this.#past.copyWithin(0, FADE - kept);
    this.#past.set(out.subarray(Math.max(0, out.length - FADE)), kept);
  }
}

/** The last samples of one version, without holes. */
class Track {
  readonly #samples = new Float32Array(KEPT);
  #start = 0;
  #end = 0;

  write(start: number, samples: Float32Array): void {
    if (start !== this.#end) this.#start = start; // a hole: what was before is of no use
    this.#end = start + samples.length;
    for (let n = 0; n < samples.length; n++) this.#samples[modulo(start + n)] = samples[n] ?? 0;
  }

  has(from: number, to: number): boolean {
    return from >= Math.max(this.#start, this.#end - KEPT) && to <= this.#end;
  }

  /** Up to where there are samples without a hole from `from` on. */
  endFrom(from: number): number {
    return this.has(from, from + 1) ? this.#end : from;
  }

  at(index: number): number {
    return this.has(index, index + 1) ? (this.#samples[modulo(index)] ?? 0) : 0;
  }
}

function modulo(index: number): number {
  return ((index % KEPT) + KEPT) % KEPT;
}
