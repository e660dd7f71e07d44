/**
 * What to do about a connection that has fallen silent. Pure: no clock, no network, no LiveKit.
 *
 *   steady ──silent──> doubtful ──network there──> rerouting ──still silent──> renewing ──in again──> steady
 *                          └──network away──> offline ──network there again──> returning ──still silent──> rerouting
 *
 * Any sign of life of the media path leads back to `steady`. Where the signal connection is gone as well there is no
 * session left to find a way for: then `renewing` takes the place of `rerouting`.
 */

type Phase = 'steady' | 'doubtful' | 'offline' | 'returning' | 'rerouting' | 'renewing';

/** What a person has to know. */
export type Trouble =
  /** Nothing gets through to us or from us. */
  | 'network'
  /** The network is there and does not carry sound and picture on the way they took. */
  | 'path'
  /** The SFU is gone. */
  | 'server'
  /** Sound and picture go on; who comes and goes is not told. */
  | 'signal';

/** `probe`: see whether the network is there. `restart_ice`: another way for the same session. The rest: a new one. */
export type Action = 'probe' | 'restart_ice' | 'renew' | 'renew_by_relay';

/** One look at the connection. Times are ms on any clock that only goes forward. */
export interface Look {
  readonly nowMs: number;
  /** For how long the most silent transport has received nothing, not even an answer to ICE's checks. */
  readonly silentMs: number;
  /** That transport had received all the time before, and what it carried has not been ended by anybody. */
  readonly isMissed: boolean;
  /** And without pauses of any length. */
  readonly wasSteady: boolean;
  /** Since then a way of another kind has been answered: its own is closed, and the network is there. */
  readonly hasOtherWay: boolean;
  readonly isSignalOpen: boolean;
  readonly hasRelay: boolean;
}

export interface Watch {
  readonly phase: Phase;
  readonly sinceMs: number;
  /** When the signal connection was first seen closed; null while it is open. */
  readonly signalLostAtMs: number | null;
  readonly probeAskedAtMs: number | null;
  /** What the last probe of this silence said; null: none has answered yet. */
  readonly isReachable: boolean | null;
  /** New sessions since the path last held for `LASTING_MS`. */
  readonly renewals: number;
  readonly trouble: Trouble | null;
}

/** Sound comes 50 times a second, 2.5 times with DTX: this long without anything is no jitter. */
const MISSED_MS = 1250;
/** A picture comes all the time. */
const STEADY_MISSED_MS = 1000;
/** An idle path still answers ICE's checks, Chromium's each 2.5 s and the SFU's each 2 s (measured). */
const IDLE_MS = 4000;
/** With the signal connection gone too there is less doubt. */
const SIGNALLESS_MISSED_MS = 1000;
const SIGNALLESS_IDLE_MS = 3000;
/** A probe is asked this long before its answer is needed. */
const PROBE_AHEAD_MS = 600;
const PROBE_EVERY_MS = 500;
/** After a blackout ICE goes on by itself within 0.3 s (measured); helping it earlier would only cost. */
const RETURN_MS = 600;
/** livekit-server lets go of a person whose ICE has been silent for 15 to 21 s (measured). */
const FORGOTTEN_MS = 20_000;
/** An ICE restart that helps does so within 2.5 s, by TURN over TLS too (measured). */
const REROUTE_MS = 3000;
/**
 * Where a way of another kind answers, Chromium takes it after 0.5 s, or holds on to the silent one for 2 s more
 * (measured, either in about half of all cases): a new session is sooner then.
 */
const OTHER_WAY_MS = 500;
/** Where the path was well after all, nobody has to know that we doubted it. */
const PATH_TROUBLE_MS = 500;
/** LiveKit takes 2 s of its own to call a signal connection that came back open. */
const SIGNAL_TROUBLE_MS = 4000;
/** A path that held so long is not the one that failed. */
export const LASTING_MS = 20_000;

export const START: Watch = {
  phase: 'steady',
  sinceMs: 0,
  signalLostAtMs: null,
  probeAskedAtMs: null,
  isReachable: null,
  renewals: 0,
  trouble: null,
};

interface Step {
  readonly watch: Watch;
  readonly actions: readonly Action[];
}

/** The next state after a look, and what is to be done. */
export function decide(before: Watch, look: Look): Step {
  const watch: Watch = {
    ...before,
    signalLostAtMs: look.isSignalOpen ? null : (before.signalLostAtMs ?? look.nowMs),
  };
  switch (watch.phase) {
    case 'renewing':
      return { watch, actions: [] }; // whoever opens the session says when it is open
    case 'steady':
      return steady(watch, look);
    case 'doubtful':
      return isAlive(watch, look) ? recovered(watch, look) : doubtful(watch, look);
    case 'offline':
      return isAlive(watch, look) ? recovered(watch, look) : offline(watch, look);
    case 'returning':
      if (isAlive(watch, look)) return recovered(watch, look);
      return look.nowMs - watch.sinceMs < RETURN_MS ? { watch, actions: [] } : act(watch, look);
    case 'rerouting':
      return isAlive(watch, look) ? recovered(watch, look) : rerouting(watch, look);
  }
}

/** The answer of a probe. */
export function probed(watch: Watch, isReachable: boolean): Watch {
  if (watch.phase !== 'renewing') return { ...watch, isReachable };
  const trouble = watch.trouble === 'path' ? 'path' : 'server';
  return { ...watch, isReachable, trouble: isReachable ? trouble : 'network' };
}

/** A new session is open: it gets the time to show a first sign of life. */
export function renewed(watch: Watch, nowMs: number): Watch {
  return { ...START, sinceMs: nowMs, renewals: watch.renewals };
}

/** Somebody else opens a new session, for instance because the SFU has closed the old one. */
export function renewing(watch: Watch, nowMs: number): Watch {
  return { ...watch, phase: 'renewing', sinceMs: nowMs, trouble: watch.trouble ?? 'server' };
}

function steady(watch: Watch, look: Look): Step {
  if (look.silentMs < limitMs(look) - PROBE_AHEAD_MS) {
    const { signalLostAtMs } = watch;
    const isSignalMissed = signalLostAtMs !== null && look.nowMs - signalLostAtMs >= SIGNAL_TROUBLE_MS;
    const isLasting = look.nowMs - watch.sinceMs >= LASTING_MS;
    const renewals = isLasting ? 0 : watch.renewals;
    return { watch: { ...watch, renewals, trouble: isSignalMissed ? 'signal' : null }, actions: [] };
  }
  return ask({ ...watch, phase: 'doubtful', sinceMs: look.nowMs, isReachable: null }, look);
}

function doubtful(watch: Watch, look: Look): Step {
  if (look.silentMs < limitMs(look) || watch.isReachable === null) return { watch, actions: [] };
  return watch.isReachable ? act(watch, look) : goOffline(watch, look);
}

function offline(watch: Watch, look: Look): Step {
  if (watch.isReachable === true) {
    if (look.nowMs - watch.sinceMs >= FORGOTTEN_MS) return renew(watch, look);
    return { watch: { ...watch, phase: 'returning', sinceMs: look.nowMs }, actions: [] };
  }
  const isDue = watch.isReachable === false && look.nowMs - (watch.probeAskedAtMs ?? 0) >= PROBE_EVERY_MS;
  return isDue ? ask({ ...watch, isReachable: null }, look) : { watch, actions: [] };
}

function rerouting(watch: Watch, look: Look): Step {
  const takenMs = look.nowMs - watch.sinceMs;
  if (look.isMissed && look.hasOtherWay && takenMs >= OTHER_WAY_MS) return renew(watch, look);
  if (takenMs < PATH_TROUBLE_MS) return { watch, actions: [] };
  if (takenMs < REROUTE_MS - PROBE_AHEAD_MS) return { watch: { ...watch, trouble: 'path' }, actions: [] };
  if ((watch.probeAskedAtMs ?? 0) < watch.sinceMs) return ask({ ...watch, isReachable: null }, look);
  if (takenMs < REROUTE_MS || watch.isReachable === null) return { watch, actions: [] };
  return watch.isReachable ? renew(watch, look) : goOffline(watch, look);
}

function act(watch: Watch, look: Look): Step {
  return look.isSignalOpen ? reroute(watch, look) : renew(watch, look);
}

function reroute(watch: Watch, look: Look): Step {
  return { watch: { ...watch, phase: 'rerouting', sinceMs: look.nowMs }, actions: ['restart_ice'] };
}

/** Every other new session in a row goes by the relay alone: what looks open may let nothing but checks through. */
function renew(watch: Watch, look: Look): Step {
  const renewals = watch.renewals + 1;
  const trouble = watch.phase === 'rerouting' ? 'path' : 'server';
  return {
    watch: { ...watch, phase: 'renewing', sinceMs: look.nowMs, renewals, trouble },
    actions: [look.hasRelay && renewals % 2 === 0 ? 'renew_by_relay' : 'renew'],
  };
}

function goOffline(watch: Watch, look: Look): Step {
  return { watch: { ...watch, phase: 'offline', sinceMs: look.nowMs, trouble: 'network' }, actions: [] };
}

function recovered(watch: Watch, look: Look): Step {
  return {
    watch: { ...watch, phase: 'steady', sinceMs: look.nowMs, isReachable: null, trouble: null },
    actions: [],
  };
}

function ask(watch: Watch, look: Look): Step {
  return { watch: { ...watch, probeAskedAtMs: look.nowMs }, actions: ['probe'] };
}

/** Every transport has received since this phase began; a session that is being rerouted needs no more proof. */
function isAlive(watch: Watch, look: Look): boolean {
  return look.silentMs < look.nowMs - watch.sinceMs;
}

function limitMs({ isSignalOpen, isMissed, wasSteady }: Look): number {
  if (isSignalOpen && isMissed) return wasSteady ? STEADY_MISSED_MS : MISSED_MS;
  if (isSignalOpen) return IDLE_MS;
  return isMissed ? SIGNALLESS_MISSED_MS : SIGNALLESS_IDLE_MS;
}
