/** How late the page is: of a timer that should fire five times a second, and what the browser calls long tasks. */
import { tenths } from './statistics';

const EVERY_MS = 200;
/** A long task is busy beyond this (W3C longtasks). */
const LONG_MS = 50;

export class MainThreadWatch {
  readonly #timer: ReturnType<typeof setInterval>;
  readonly #observer: PerformanceObserver | null;
  #firedAtMs = performance.now();
  #lagMs = 0;
  #busyMs = 0;

  constructor() {
    this.#timer = setInterval(() => this.#fired(), EVERY_MS);
    this.#observer = longTasks((durationMs) => {
      this.#busyMs += Math.max(0, durationMs - LONG_MS);
    });
  }

  /** Since the last call. */
  take(): { readonly main_thread_lag_ms: number; readonly busy_ms: number } {
    const taken = { main_thread_lag_ms: tenths(this.#lagMs), busy_ms: tenths(this.#busyMs) };
    this.#lagMs = 0;
    this.#busyMs = 0;
    return taken;
  }

  close(): void {
    clearInterval(this.#timer);
    this.#observer?.disconnect();
  }

  #fired(): void {
    const nowMs = performance.now();
    this.#lagMs = Math.max(this.#lagMs, nowMs - this.#firedAtMs - EVERY_MS);
    this.#firedAtMs = nowMs;
  }
}

/** Null where the browser tells of none. */
function longTasks(tell: (durationMs: number) => void): PerformanceObserver | null {
  if (typeof PerformanceObserver === 'undefined') return null;
  if (!PerformanceObserver.supportedEntryTypes?.includes('longtask')) return null;
  const observer = new PerformanceObserver((list) => {
    for (const { duration } of list.getEntries()) tell(duration);
  });
  observer.observe({ type: 'longtask' });
  return observer;
}
