/** When LiveKit tries again by itself to open a signal connection that closed while the media path still holds. */
import type { ReconnectPolicy } from 'livekit-client';

/** Waits before the first tries, in ms. */
const DELAYS_MS = [0, 300, 600, 1000, 1500] as const;
/**
 * And before all others. These tries find a network that is back where HTTP does not: each opens a connection of its
 * own, while Chromium waits for an old one, whose tries grow as rare as the absence was long.
 */
const LATER_MS = 2000;
/**
 * Then LiveKit gives the session up and we open a new one. The SFU renews its tokens every five minutes, for ten
 * (1.13.5): what the session has is good so long.
 */
const PATIENCE_MS = 240_000;
/** Everybody of a meeting loses the SFU in the same moment; they come back a little apart. */
const SPREAD = 0.25;

/** @param random As Math.random. */
export function signalRetries(random: () => number = Math.random): ReconnectPolicy {
  return {
    nextRetryDelayInMs({ retryCount, elapsedMs }) {
      if (elapsedMs >= PATIENCE_MS) return null;
      return (DELAYS_MS[retryCount] ?? LATER_MS) * (1 - SPREAD + 2 * SPREAD * random());
    },
  };
}
