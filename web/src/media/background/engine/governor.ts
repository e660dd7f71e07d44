/**
 * How much is done for each frame: less when frames are late, more when there is ample room, and no going to and fro.
 * Pure: it is told the time and what frames took.
 */
import { RUNGS, type Rung, type RungReason } from '../effect';

/** Frames are late when they take more than this share of the time between two of them. */
const LATE = 0.9;
/** Room is ample when they take less than this. */
const AMPLE = 0.35;
const LATE_FOR_MS = 2_000;
const AMPLE_FOR_MS = 20_000;
/** A step up that had to be taken back within this long was a mistake: the next one is waited for twice as long. */
const REGRET_MS = 60_000;
const PATIENCE_MAX_MS = 30 * 60_000;
/** How fast the smoothed cost follows: a quarter of the way each frame forgives a single hiccup. */
const FOLLOW = 0.25;

export class Governor {
  rung: Rung;
  reason: RungReason = 'measured';
  /** Smoothed cost of a frame in ms; 0 before the first. */
  frameMs = 0;
  #top: Rung = 'full';
  #lateSinceMs: number | null = null;
  #ampleSinceMs: number | null = null;
  #steppedUpAtMs: number | null = null;
  #patienceMs = AMPLE_FOR_MS;

  constructor(start: Rung) {
    this.rung = start;
  }

  /** Begins with what was measured, or with what is allowed if that is less. */
  start(rung: Rung): void {
    const isAllowed = RUNGS.indexOf(rung) >= RUNGS.indexOf(this.#top);
    this.#go(isAllowed ? rung : this.#top, isAllowed ? 'measured' : 'low_power');
  }

  /** What did the work is gone, and something slower does it: half the masks at first, more when there is room. */
  lostDevice(): void {
    this.#go(RUNGS.indexOf(this.rung) < 1 ? 'half_mask' : this.rung, 'device_lost');
  }

  /** A frame took `tookMs` when `intervalMs` were there for it. Returns whether the rung changed. */
  frame(tookMs: number, intervalMs: number, nowMs: number): boolean {
    this.frameMs = this.frameMs === 0 ? tookMs : this.frameMs + FOLLOW * (tookMs - this.frameMs);
    const share = this.frameMs / intervalMs;
    this.#lateSinceMs = share > LATE ? (this.#lateSinceMs ?? nowMs) : null;
    this.#ampleSinceMs = share < AMPLE ? (this.#ampleSinceMs ?? nowMs) : null;
    if (this.#lateSinceMs !== null && nowMs - this.#lateSinceMs >= LATE_FOR_MS) return this.#down(nowMs);
    if (this.#ampleSinceMs !== null && nowMs - this.#ampleSinceMs >= this.#patienceMs) return this.#up(nowMs);
    return false;
  }

  /** Nothing above `rung` is used from now on; the person, or a battery, asked for less. */
  limit(rung: Rung): boolean {
    const isLifted = RUNGS.indexOf(rung) < RUNGS.indexOf(this.#top);
    const isLimited = RUNGS.indexOf(this.rung) < RUNGS.indexOf(rung);
    const wasLimited = this.rung === this.#top && this.reason === 'low_power';
    this.#top = rung;
    if (isLimited) return this.#go(rung, 'low_power');
    return isLifted && wasLimited ? this.#go(rung, 'recovered') : false;
  }

  /** What was measured holds no more: another size, another compositor. */
  forget(): void {
    this.frameMs = 0;
    this.#lateSinceMs = null;
    this.#ampleSinceMs = null;
  }

  #down(nowMs: number): boolean {
    const next = RUNGS[RUNGS.indexOf(this.rung) + 1];
    this.#lateSinceMs = nowMs;
    if (next === undefined) return false;
    if (this.#steppedUpAtMs !== null && nowMs - this.#steppedUpAtMs < REGRET_MS)
      this.#patienceMs = Math.min(this.#patienceMs * 2, PATIENCE_MAX_MS);
    this.#steppedUpAtMs = null;
    return this.#go(next, 'late');
  }

  #up(nowMs: number): boolean {
    const next = RUNGS[RUNGS.indexOf(this.rung) - 1];
    this.#ampleSinceMs = nowMs;
    if (next === undefined || RUNGS.indexOf(next) < RUNGS.indexOf(this.#top)) return false;
    this.#steppedUpAtMs = nowMs;
    return this.#go(next, 'recovered');
  }

  #go(rung: Rung, reason: RungReason): boolean {
    this.rung = rung;
    this.reason = reason;
    this.forget();
    return true;
  }
}
