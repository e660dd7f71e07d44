/** Which rung a device can carry: the net while its frames come in time, else the lower one, and back after a rest. */

/** Reports are 100 ms apart. One late frame in ten over two seconds is heard as a change of tone. */
const WINDOW_REPORTS = 20;
const LATE_SHARE = 0.1;
/** Half of them late for half a second is no stutter, and sounds worse: no need to hear more of it. */
const SOON_REPORTS = 5;
const HOPELESS_SHARE = 0.5;
const FIRST_REST_MS = 10_000;
const LONGEST_REST_MS = 160_000;

interface Report {
  readonly frames: number;
  readonly lateFrames: number;
}

export class RungChoice {
  #window: readonly Report[] = [];
  #restMs = FIRST_REST_MS;
  #restsUntilMs = 0;
  #triedSinceMs = 0;

  /** The rung from now on. `nowMs` never goes back. */
  after(report: Report, nowMs: number): 'net' | 'lower' {
    if (nowMs < this.#restsUntilMs) return 'lower';
    if (this.#restsUntilMs > 0) {
      this.#restsUntilMs = 0; // rested: the next half second shows whether it can now
      this.#window = [];
      this.#triedSinceMs = nowMs;
      return 'net';
    }
    this.#window = [...this.#window, report].slice(-WINDOW_REPORTS);
    if (!this.#isTooLate()) {
      if (nowMs - this.#triedSinceMs > LONGEST_REST_MS) this.#restMs = FIRST_REST_MS;
      return 'net';
    }
    this.#restsUntilMs = nowMs + this.#restMs;
    this.#restMs = Math.min(2 * this.#restMs, LONGEST_REST_MS);
    this.#window = [];
    return 'lower';
  }

  #isTooLate(): boolean {
    const { length } = this.#window;
    if (length < SOON_REPORTS) return false;
    if (lateShare(this.#window.slice(-SOON_REPORTS)) >= HOPELESS_SHARE) return true;
    // It has failed before: a try that begins badly is not heard out.
    const isJudged = length === WINDOW_REPORTS || (length === SOON_REPORTS && this.#triedSinceMs > 0);
    return isJudged && lateShare(this.#window) > LATE_SHARE;
  }
}

function lateShare(reports: readonly Report[]): number {
  const frames = reports.reduce((sum, { frames }) => sum + frames, 0);
  const late = reports.reduce((sum, { lateFrames }) => sum + lateFrames, 0);
  return frames === 0 ? 0 : late / frames;
}
