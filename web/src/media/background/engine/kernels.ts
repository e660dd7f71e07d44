/** The WebAssembly kernels and their one memory. */
import encoded from 'virtual:background-kernels';

/** As web/assembly exports them; every address is a byte offset into `memory`. */
interface Exports {
  readonly memory: WebAssembly.Memory;
  setColourSpace(red: number, blue: number, isFullRange: boolean): void;
  splitChroma(source: number, u: number, v: number, count: number): void;
  planesOfRgba(rgba: number, y: number, u: number, v: number, width: number, height: number): void;
  shrink(
    y: number,
    u: number,
    v: number,
    width: number,
    height: number,
    factor: number,
    low: number,
    lowWidth: number,
    lowHeight: number,
    sums: number,
  ): void;
  sampleRgb(
    y: number,
    u: number,
    v: number,
    width: number,
    height: number,
    left: number,
    top: number,
    cropWidth: number,
    cropHeight: number,
    target: number,
    targetWidth: number,
    targetHeight: number,
  ): void;
  placeMask(
    mask: number,
    maskWidth: number,
    maskHeight: number,
    target: number,
    width: number,
    height: number,
    left: number,
    top: number,
    cropWidth: number,
    cropHeight: number,
  ): void;
  settle(mask: number, smoothed: number, count: number): void;
  guide(
    low: number,
    mask: number,
    coefficients: number,
    moments: number,
    scratch: number,
    row: number,
    width: number,
    height: number,
    radius: number,
    lumaEpsilon: number,
    chromaEpsilon: number,
  ): void;
  blurBackground(
    low: number,
    means: number,
    blurred: number,
    scratch: number,
    row: number,
    width: number,
    height: number,
    radius: number,
  ): void;
  wrapLight(blurred: number, means: number, count: number, wrap: number): void;
  compose(
    source: number,
    target: number,
    picture: number,
    coefficients: number,
    blurred: number,
    rows: number,
    width: number,
    height: number,
    factor: number,
    lowWidth: number,
    lowHeight: number,
  ): void;
}

const ALIGNMENT = 64;
/** SIMD loads may read this far past the end of a plane. */
const SLACK = 64;
const PAGE = 65_536;

/** One instance has one memory, laid out anew for each frame size. */
export class Kernels {
  #free: number;

  private constructor(
    readonly run: Exports,
    private readonly start: number,
  ) {
    this.#free = start;
  }

  static async load(): Promise<Kernels> {
    const bytes = Uint8Array.from(atob(encoded), (character) => character.charCodeAt(0));
    const { instance } = await WebAssembly.instantiate(bytes, {});
    return new Kernels(instance.exports as unknown as Exports, PAGE); // cast: what web/assembly exports
  }

  /** Forgets every block. */
  clear(): void {
    this.#free = this.start;
  }

  /** Address of a new block of memory, whose content is whatever was there. */
  block(bytes: number): number {
    const address = this.#free;
    this.#free = Math.ceil((address + bytes + SLACK) / ALIGNMENT) * ALIGNMENT;
    const missing = this.#free - this.run.memory.buffer.byteLength;
    if (missing > 0) this.run.memory.grow(Math.ceil(missing / PAGE));
    return address;
  }

  get #buffer(): ArrayBuffer {
    const { buffer } = this.run.memory;
    if (!(buffer instanceof ArrayBuffer)) throw new TypeError('this memory is not shared');
    return buffer;
  }

  /** Views are good until the next `block`. */
  bytes(address: number, length: number): Uint8Array<ArrayBuffer> {
    return new Uint8Array(this.#buffer, address, length);
  }

  floats(address: number, length: number): Float32Array<ArrayBuffer> {
    return new Float32Array<ArrayBuffer>(this.#buffer, address, length);
  }
}
