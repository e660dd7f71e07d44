/** Frames from one thread to another by messages: for pages that may not share memory. */
import type { Frame } from './frame-ring';

export interface FrameSource {
  push(frame: Frame): boolean;
  /** The oldest frame, or null. */
  pop(): Frame | null;
}

export class FramePort implements FrameSource {
  readonly #frames: Frame[] = [];
  #wake: (() => void) | null = null;

  constructor(private readonly port: MessagePort) {
    port.onmessage = ({ data }: MessageEvent<Frame>) => {
      this.#frames.push(data);
      this.#wake?.();
    };
  }

  push(frame: Frame): boolean {
    this.port.postMessage(frame, [frame.samples.buffer as ArrayBuffer]);
    return true;
  }

  pop(): Frame | null {
    return this.#frames.shift() ?? null;
  }

  /** Nothing comes any more; whoever awaits `next` goes on. */
  close(): void {
    this.port.close();
    this.#wake?.();
  }

  /** Resolves when there may be a frame. */
  next(): Promise<void> {
    if (this.#frames.length > 0) return Promise.resolve();
    return new Promise((resolve) => {
      this.#wake = resolve;
    });
  }
}
