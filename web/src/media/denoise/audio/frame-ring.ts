/** Frames from one thread to another through shared memory: one writer, one reader, nobody ever waits. */
import { HOP } from '../dsp/shape';

/** 320 ms: longer than any pause from which one would still catch up. */
const SLOTS = 32;
const WRITTEN = 0;
const READ = 1;
const COUNTERS = 2;

/** One frame: `HOP` samples of each channel, one channel after the other, with its number since the start. */
export interface Frame {
  readonly number: number;
  readonly samples: Float32Array;
}

export class FrameRing {
  readonly #counters: Int32Array<SharedArrayBuffer>;
  readonly #numbers: Int32Array;
  readonly #samples: Float32Array;
  readonly #length: number;

  constructor(
    readonly memory: SharedArrayBuffer,
    channels: number,
  ) {
    this.#length = HOP * channels;
    this.#counters = new Int32Array(memory, 0, COUNTERS);
    this.#numbers = new Int32Array(memory, 4 * COUNTERS, SLOTS);
    this.#samples = new Float32Array(memory, 4 * (COUNTERS + SLOTS), SLOTS * this.#length);
  }

  static memory(channels: number): SharedArrayBuffer {
    return new SharedArrayBuffer(4 * (COUNTERS + SLOTS + SLOTS * HOP * channels));
  }

  /** False when the reader is too far behind: the frame is lost. Wakes whoever awaits `next`. */
  push(frame: Frame): boolean {
    const written = Atomics.load(this.#counters, WRITTEN);
    if (written - Atomics.load(this.#counters, READ) >= SLOTS) return false;
    const slot = written % SLOTS;
    this.#numbers[slot] = frame.number;
    this.#samples.set(frame.samples, slot * this.#length);
    Atomics.store(this.#counters, WRITTEN, written + 1);
    this.wake();
    return true;
  }

  /** Whoever awaits `next` goes on, although there may be none. */
  wake(): void {
    Atomics.notify(this.#counters, WRITTEN);
  }

  /** The oldest frame, copied; null when there is none. */
  pop(): Frame | null {
    const read = Atomics.load(this.#counters, READ);
    if (read === Atomics.load(this.#counters, WRITTEN)) return null;
    const slot = read % SLOTS;
    const start = slot * this.#length;
    const frame = {
      number: this.#numbers[slot] ?? 0,
      samples: this.#samples.slice(start, start + this.#length),
    };
    Atomics.store(this.#counters, READ, read + 1);
    return frame;
  }

  /** Resolves when there may be a frame. */
  async next(): Promise<void> {
    const written = Atomics.load(this.#counters, WRITTEN);
    if (written !== Atomics.load(this.#counters, READ)) return;
    const waiting = Atomics.waitAsync(this.#counters, WRITTEN, written);
    if (waiting.async) await waiting.value;
  }
}

/** Whether threads can share memory here: a cross-origin isolated page, and a browser that can wait without blocking. */
export function canShareMemory(): boolean {
  return globalThis.crossOriginIsolated === true && typeof Atomics.waitAsync === 'function';
}
