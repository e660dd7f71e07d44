/**
 * All that telemetry needs of livekit-client beyond its documented interface: the statistics of whole transports, since
 * those of single tracks would ask the browser once for each person.
 *
 * Read in the sources of RELIES_ON. Its test fails with any other version: read these lines anew there, then.
 */
import type { Room } from 'livekit-client';

export const RELIES_ON = '2.23.0';

/** What the transports say of themselves; the same twice where one carries both directions. */
export interface Reports {
  readonly publisher: RTCStatsReport;
  readonly subscriber: RTCStatsReport;
}

/** Null without a session. */
export async function reportsOf(room: Room): Promise<Reports | null> {
  const manager = engine(room)?.pcManager;
  // A transport that closes while it is asked has nothing to tell.
  const [publisher, subscriber] = await Promise.all(
    [manager?.publisher, manager?.subscriber].map((one) => one?.getStats()?.catch(() => undefined)),
  );
  const either = publisher ?? subscriber;
  if (either === undefined) return null;
  return { publisher: publisher ?? either, subscriber: subscriber ?? either };
}

/** Whether a transport has found its way. */
export function hasWay(room: Room): boolean {
  const manager = engine(room)?.pcManager;
  return [manager?.publisher, manager?.subscriber].some((one) =>
    ['connected', 'completed'].includes(one?.getICEConnectionState() ?? ''),
  );
}

/** `disconnect` takes the engine away, which its type does not say. */
function engine(room: Room): Room['engine'] | undefined {
  return room.engine;
}
