/** What is done about noise right now: the one place that says so, to people and to telemetry. */
import { createStore } from 'zustand/vanilla';
import type { SuppressorInUse, SuppressorState } from '../denoise';

/**
 * Why ours is not at work although it is wished for. `files`: missing or altered; `start`: the browser does not let
 * it run; `silent`: it was stopped by the system; `double`: the browser's would run as well; `broken`: it failed.
 */
export type NoiseProblem = 'files' | 'start' | 'silent' | 'double' | 'broken';

export interface NoiseStatus {
  /** On the sound that is sent; `none` also while none is. */
  readonly inUse: SuppressorInUse;
  readonly problem: NoiseProblem | null;
  /** Why the lighter one of ours is at work; null while it is not. */
  readonly cause: SuppressorState['cause'];
  /** Share of the download that has come, 0 to 1; null while nothing loads. */
  readonly loaded: number | null;
}

export const noiseStatus = createStore<NoiseStatus>(() => ({
  inUse: 'none',
  problem: null,
  cause: null,
  loaded: null,
}));
