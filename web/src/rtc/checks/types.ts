/** What a connection test looks like to the page that shows it. */
import type { CheckLeg, Endpoint, LegReason, LegStatus } from '../../gen';

/** How one leg went, before anybody put it into words. */
export interface LegOutcome {
  readonly status: LegStatus;
  /** Null unless it failed. */
  readonly reason: LegReason | null;
  readonly durationMs: number;
  /** To the SFU and back by this way, as ICE measured it; null where it has no meaning. */
  readonly roundTripMs: number | null;
}

export interface LegView {
  readonly leg: CheckLeg;
  /** `waiting` until its turn comes; `outcome` is there once it is `done`. */
  readonly state: 'waiting' | 'running' | 'done';
  readonly outcome: LegOutcome | null;
}

export interface CheckSnapshot {
  readonly state: 'idle' | 'running' | 'done';
  /** All legs, in the order in which they are tried. */
  readonly legs: readonly LegView[];
  /** Where the network must let us out to, as far as the server has told. */
  readonly endpoints: readonly Endpoint[];
}

/** What a leg found out; `failed` by any other error is `server_trouble`. */
export type Finding =
  | { readonly status: 'ok'; readonly roundTripMs?: number | null }
  | { readonly status: 'not_offered' }
  | { readonly status: 'failed'; readonly reason: LegReason };

export const failed = (reason: LegReason): Finding => ({ status: 'failed', reason });
