/** Pumps the frames of one camera through the engine, and lets the governor say how much is done for each. */
import { type EffectReport, SMALL_FRAMES } from '../effect';
import type { FromWorker } from '../messages';
import type { Engine } from './engine';
import { Governor } from './governor';

/** Nobody sends more than this in a call: a faster camera's other frames are dropped. */
const FRAMES_MAX = 30;

/** A frame that is worked on for so long is never going to be done: the page is to hear nothing, and to start anew. */
const STUCK_MS = 10_000;

/** Where frames come from and go to. Both ends may close at any time. */
export interface Ends {
  /** Null when there are no more. The frame is then ours. */
  read(): Promise<VideoFrame | null>;
  /** Takes the frame over. */
  write(frame: VideoFrame): Promise<void>;
  close(): void;
}

export class Pump {
  readonly governor = new Governor('full');
  #ends: Ends | null = null;
  #running: Promise<void> = Promise.resolve();
  #framesAsked = FRAMES_MAX;
  #out = 0;
  #shownPerSecond = 0;
  #countedAtMs = performance.now();
  #busySinceMs: number | null = null;
  #isCaptureSmall = false;
  #lastTimestampUs = Number.NEGATIVE_INFINITY;

  constructor(
    private readonly engine: Engine,
    private readonly say: (message: FromWorker) => void,
    /** Called between two frames, with the next one: the moment to measure, or to take a new part in. */
    private readonly beforeFrame: (frame: VideoFrame) => Promise<void>,
  ) {}

  /** Changes over to another camera, or to none; the one before is finished first. */
  change(ends: Ends | null, framesPerSecond: number): Promise<void> {
    this.#ends?.close();
    this.#ends = ends;
    this.#framesAsked = Math.min(FRAMES_MAX, Math.max(1, framesPerSecond));
    const before = this.#running;
    this.#running = (async () => {
      await before;
      this.engine.forget();
      this.governor.forget();
      this.#lastTimestampUs = Number.NEGATIVE_INFINITY;
      this.#isCaptureSmall = false; // a camera begins as large as it is asked for
      this.follow();
      if (ends !== null) await this.#run(ends);
    })();
    return this.#running;
  }

  /** Frames a second that the camera is asked for now. */
  get framesAsked(): number {
    return this.#isCaptureSmall ? Math.min(SMALL_FRAMES, this.#framesAsked) : this.#framesAsked;
  }

  /** Rung and capture size as the governor now says. */
  follow(): void {
    this.engine.rung = this.governor.rung;
    const isSmall = this.governor.rung === 'small_capture' || this.governor.rung === 'whole_blur';
    if (isSmall !== this.#isCaptureSmall) {
      this.#isCaptureSmall = isSmall;
      this.say({ type: 'capture', isSmall });
    }
    this.report();
  }

  report(): void {
    this.say({ type: 'report', report: this.#report() });
  }

  /** Once a second: counts what came out since. */
  tick(): void {
    const nowMs = performance.now();
    this.#shownPerSecond = (this.#out * 1000) / Math.max(1, nowMs - this.#countedAtMs);
    this.#out = 0;
    this.#countedAtMs = nowMs;
    if (this.#busySinceMs === null || nowMs - this.#busySinceMs < STUCK_MS) this.report();
  }

  async #run(ends: Ends): Promise<void> {
    let isFirst = true;
    for (;;) {
      const frame = await ends.read().catch(() => null);
      if (frame === null) return;
      if (this.#isEarly(frame)) {
        frame.close();
        continue;
      }
      const shown = await this.#worked(frame);
      try {
        await ends.write(shown);
      } catch {
        shown.close();
        return; // nobody takes frames any more
      }
      this.#out += 1;
      if (isFirst) this.say({ type: 'first_frame' });
      isFirst = false;
    }
  }

  async #worked(frame: VideoFrame): Promise<VideoFrame> {
    this.#busySinceMs = performance.now();
    try {
      await this.beforeFrame(frame);
      const startedMs = performance.now();
      const shown = await this.engine.process(frame);
      const nowMs = performance.now();
      const isMeasurable = this.engine.state === 'running' || this.engine.rung === 'whole_blur';
      if (isMeasurable && this.governor.frame(nowMs - startedMs, 1000 / this.framesAsked, nowMs))
        this.follow();
      return shown;
    } finally {
      this.#busySinceMs = null;
      frame.close();
    }
  }

  /** A camera of 60 frames a second is taken at 30: the other half of them would only make every one late. */
  #isEarly(frame: VideoFrame): boolean {
    const passedUs = frame.timestamp - this.#lastTimestampUs;
    if (passedUs >= 0 && passedUs < (0.75 * 1_000_000) / FRAMES_MAX) return true;
    this.#lastTimestampUs = frame.timestamp;
    return false;
  }

  #report(): EffectReport {
    const { state, compositor, size } = this.engine;
    const { rung, reason, frameMs } = this.governor;
    return {
      state,
      compositor,
      rung,
      reason,
      frameMs,
      framesPerSecond: this.#shownPerSecond,
      framesAsked: this.framesAsked,
      ...size,
    };
  }
}
