/** When LiveKit tries again by itself to open a signal connection that closed while the media path still holds. */
import type { ReconnectPolicy } from 'livekit-client';

/** Waits before each try, in ms; after the last LiveKit gives the session up and we open a new one. Sum: a minute. */
const DELAYS_MS = [
  0, 300, 600, 1000, 1500, 2000, 3000, 3000, 4000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000, 5000,
] as const;
/** Everybody of a meeting loses the SFU in the same moment; they come back a little apart. */
const SPREAD = 0.25;

/** @param random As Math.random. */
export function signalRetries(random: () => number = Math.random): ReconnectPolicy {
  return {
    nextRetryDelayInMs({ retryCount }) {
      const delayMs = DELAYS_MS[retryCount];
      return delayMs === undefined ? null : delayMs * (1 - SPREAD + 2 * SPREAD * random());
    },
  };
}
