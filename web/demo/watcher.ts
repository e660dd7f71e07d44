/** Looks at every frame of a track, as whoever is called sees it. */

export class Watcher {
  readonly #reader: ReadableStreamDefaultReader<VideoFrame>;
  readonly #canvas = new OffscreenCanvas(2, 2);
  readonly #context = this.#canvas.getContext('2d', { willReadFrequently: true });

  constructor(track: MediaStreamTrack) {
    this.#reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 30 }).readable.getReader();
  }

  /** The next frame as RGBA; null when the track is over. */
  async next(): Promise<{ readonly image: ImageData; readonly timestamp: number } | null> {
    const { value: frame, done } = await this.#reader.read();
    if (done) return null;
    try {
      this.#canvas.width = frame.displayWidth;
      this.#canvas.height = frame.displayHeight;
      if (this.#context === null) throw new Error('there is no canvas to look at frames with');
      this.#context.drawImage(frame, 0, 0);
      const image = this.#context.getImageData(0, 0, frame.displayWidth, frame.displayHeight);
      return { image, timestamp: frame.timestamp };
    } finally {
      frame.close();
    }
  }

  async close(): Promise<void> {
    await this.#reader.cancel().catch(() => undefined);
  }
}

/** Pixels of the marker's colour, pure magenta, as far as a camera and blurring of edges leave it recognisable. */
export function markerPixels({ data }: ImageData): number {
  let count = 0;
  for (let at = 0; at < data.length; at += 4) {
    const green = data[at + 1] ?? 0;
    if ((data[at] ?? 0) > 190 && green < 80 && (data[at + 2] ?? 0) > 190) count += 1;
  }
  return count;
}
