/** Which rung a device can carry: the net while its frames come in time, else the lower one, and back after a rest. */

/** Reports are 100 ms apart. One late frame in ten over two seconds is heard as a change of tone. */
const WINDOW_REPORTS = 20;
const LATE_SHARE = 0.1;
const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 160_000;

export class RungChoice {
  #window: { frames: number; lateFrames: number }[] = [];
  #restMs = FIRST_REST_MS;
  #restsUntilMs = 0;
  #triedSinceMs = 0;

  /** The rung from now on. `nowMs` never goes back. */
  after(report: { frames: number; lateFrames: number }, nowMs: number): 'net' | 'lower' {
    if (nowMs < this.#restsUntilMs) return 'lower';
    if (this.#restsUntilMs > 0) {
      this.#restsUntilMs = 0; // rested: the next second shows whether it can now
      this.#window = [];
      this.#triedSinceMs = nowMs;
      return 'net';
    }
    this.#window = [...this.#window, report].slice(-WINDOW_REPORTS);
    const frames = this.#window.reduce((sum, { frames }) => sum + frames, 0);
    const late = this.#window.reduce((sum, { lateFrames }) => sum + lateFrames, 0);
    if (this.#window.length < WINDOW_REPORTS || late <= frames * LATE_SHARE) {
      if (nowMs - this.#triedSinceMs > LONGEST_REST_MS) this.#restMs = FIRST_REST_MS;
      return 'net';
    }
    this.#restsUntilMs = nowMs + this.#restMs;
    this.#restMs = Math.min(2 * this.#restMs, LONGEST_REST_MS);
    this.#window = [];
    return 'lower';
  }
}
