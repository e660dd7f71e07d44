/** How frames reach the worker and come back as one track, in whichever way this browser has. */
import type { Pipes } from '../messages';

/** One for each camera; the track stays the same whatever camera feeds it. */
export interface Output {
  /** Null until the worker has said which it is. */
  readonly track: MediaStreamTrack | null;
  /** What the worker needs to read `input` from now on, and what of it is transferred. */
  connect(input: MediaStreamTrack): Promise<{ readonly pipes: Pipes; readonly transfer: Transferable[] }>;
  /** Answers the worker, where frames go by message. */
  grab(): VideoFrame | null;
  show(frame: VideoFrame): void;
  adopt(track: MediaStreamTrack): void;
  close(): void;
}

export function isSupported(): boolean {
  return (
    typeof Worker === 'function' && typeof VideoFrame === 'function' && typeof OffscreenCanvas === 'function'
  );
}

export function openOutput(): Output {
  if (typeof MediaStreamTrackProcessor === 'function' && typeof MediaStreamTrackGenerator === 'function')
    return new StreamOutput();
  return takesTracks() ? new TrackOutput() : new CanvasOutput();
}

/** Tracks are transferred to workers, which have processor and generator, in Safari 18 and later alone. */
function takesTracks(): boolean {
  if (/Chrom|Android/u.test(navigator.userAgent)) return false;
  const version = /Version\/(\d+).*Safari/u.exec(navigator.userAgent)?.[1];
  return version !== undefined && Number(version) >= FIRST_SAFARI;
}

const FIRST_SAFARI = 18;

class StreamOutput implements Output {
  readonly track = new MediaStreamTrackGenerator({ kind: 'video' });
  #isGiven = false;

  connect(input: MediaStreamTrack) {
    // One frame waits at most: a worker that is late drops frames and does not fall behind.
    const { readable } = new MediaStreamTrackProcessor({ track: input, maxBufferSize: 1 });
    const writable = this.#isGiven ? null : this.track.writable;
    this.#isGiven = true;
    const transfer = [readable, ...(writable === null ? [] : [writable])] as unknown as Transferable[]; // cast: streams are transferable
    return Promise.resolve({ pipes: { kind: 'streams', readable, writable } as const, transfer });
  }

  grab(): null {
    return null;
  }

  show(frame: VideoFrame): void {
    frame.close();
  }

  adopt(): void {
    // The track is ours from the start.
  }

  close(): void {
    this.track.stop();
  }
}

class TrackOutput implements Output {
  track: MediaStreamTrack | null = null;

  connect(input: MediaStreamTrack) {
    const track = input.clone(); // a transferred track is gone from here, and the caller keeps theirs
    return Promise.resolve({
      pipes: { kind: 'track', track } as const,
      transfer: [track as unknown as Transferable],
    }); // cast: transferable in Safari
  }

  grab(): null {
    return null;
  }

  show(frame: VideoFrame): void {
    frame.close();
  }

  adopt(track: MediaStreamTrack): void {
    this.track = track;
  }

  close(): void {
    this.track?.stop();
  }
}

class CanvasOutput implements Output {
  readonly track: MediaStreamTrack;
  readonly #canvas = document.createElement('canvas');
  readonly #video = document.createElement('video');
  #lastTimeS = -1;

  constructor() {
    this.#video.muted = true;
    this.#video.playsInline = true;
    this.#canvas.getContext('2d'); // a canvas without a context cannot be captured
    const [track] = this.#canvas.captureStream().getVideoTracks();
    if (track === undefined) throw new Error('this browser cannot capture a canvas');
    this.track = track;
  }

  async connect(input: MediaStreamTrack) {
    this.#video.srcObject = new MediaStream([input]);
    this.#lastTimeS = -1;
    await this.#video.play().catch(() => undefined); // the worker asks again until it plays
    return { pipes: { kind: 'frames' } as const, transfer: [] };
  }

  grab(): VideoFrame | null {
    if (
      this.#video.readyState < HTMLMediaElement.HAVE_CURRENT_DATA ||
      this.#video.currentTime === this.#lastTimeS
    )
      return null;
    this.#lastTimeS = this.#video.currentTime;
    return new VideoFrame(this.#video, { timestamp: Math.round(this.#lastTimeS * 1_000_000) });
  }

  show(frame: VideoFrame): void {
    if (this.#canvas.width !== frame.displayWidth || this.#canvas.height !== frame.displayHeight) {
      this.#canvas.width = frame.displayWidth;
      this.#canvas.height = frame.displayHeight;
    }
    this.#canvas.getContext('2d')?.drawImage(frame, 0, 0);
    frame.close();
  }

  adopt(): void {
    // The track is ours from the start.
  }

  close(): void {
    this.track.stop();
    this.#video.srcObject = null;
  }
}
