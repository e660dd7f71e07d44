/** The ways of frames in and out of the worker. */
import type { FromWorker } from '../messages';
import type { Ends } from './pump';

/** Streams: of the page's processor and generator, or of the worker's own. */
export class StreamEnds implements Ends {
  readonly #reader: ReadableStreamDefaultReader<VideoFrame>;

  constructor(
    readable: ReadableStream<VideoFrame>,
    private readonly writer: WritableStreamDefaultWriter<VideoFrame>,
  ) {
    this.#reader = readable.getReader();
  }

  async read(): Promise<VideoFrame | null> {
    const { value, done } = await this.#reader.read();
    return done ? null : value;
  }

  write(frame: VideoFrame): Promise<void> {
    return this.writer.write(frame);
  }

  close(): void {
    void this.#reader.cancel().catch(() => undefined);
  }
}

/** Messages: the worker's clock asks the page for a frame, since the page's own clocks slow down in hidden tabs. */
export class MessageEnds implements Ends {
  #waiting: ((frame: VideoFrame | null) => void) | null = null;
  #isClosed = false;
  #dueAtMs = performance.now();

  constructor(
    private readonly framesPerSecond: number,
    private readonly say: (message: FromWorker, transfer?: Transferable[]) => void,
  ) {}

  async read(): Promise<VideoFrame | null> {
    while (!this.#isClosed) {
      const nowMs = performance.now();
      this.#dueAtMs = Math.max(this.#dueAtMs + 1000 / this.framesPerSecond, nowMs);
      await new Promise((resolve) => setTimeout(resolve, this.#dueAtMs - nowMs));
      if (this.#isClosed) break; // nobody would answer
      const frame = await this.#asked();
      if (frame !== null) return frame;
    }
    return null;
  }

  /** The page's answer; null when the camera has no new frame. */
  receive(frame: VideoFrame | null): void {
    if (this.#waiting === null) frame?.close();
    this.#waiting?.(frame);
    this.#waiting = null;
  }

  write(frame: VideoFrame): Promise<void> {
    this.say({ type: 'frame', frame }, [frame]);
    return Promise.resolve();
  }

  close(): void {
    this.#isClosed = true;
    this.receive(null);
  }

  #asked(): Promise<VideoFrame | null> {
    return new Promise((resolve) => {
      this.#waiting = resolve;
      this.say({ type: 'want_frame' });
    });
  }
}
