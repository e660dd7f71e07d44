/**
 * All that the reconnection needs of livekit-client beyond its documented interface, and nothing else may use.
 *
 * Read in the sources of RELIES_ON. Its test fails with any other version: read these lines anew there, then.
 */
import type { Room } from 'livekit-client';
import { type Received, receivedOn } from './received';

export const RELIES_ON = '2.23.0';

/** SignalConnectionState.CONNECTED, which is declared but not exported. */
const SIGNAL_CONNECTED = 1;

/** What each transport that has found its way has received; empty without a session. */
export async function receivedBy(room: Room): Promise<readonly Received[]> {
  // A transport that closes while it is asked has nothing to tell.
  const asked = transports(room).map(async (transport) => await transport.getStats()?.catch(() => undefined));
  const reports = await Promise.all(asked);
  return reports.flatMap((report, index) => (report === undefined ? [] : receivedOn(report, `${index}`)));
}

/** Whether the SFU can be talked to. */
export function isSignalOpen(room: Room): boolean {
  return Number(engine(room)?.client.currentState) === SIGNAL_CONNECTED;
}

/** Whether the SFU has named a relay. */
export function hasRelay(room: Room): boolean {
  const servers = engine(room)?.latestJoinResponse?.iceServers ?? [];
  return servers.some(({ urls }) => urls.some((url) => /^turns?:/.test(url)));
}

/**
 * Looks for another way for this session: the signal connection is opened anew, its answer brings fresh relay
 * credentials, then ICE restarts. Media goes on where it still can.
 */
export async function restartIce(room: Room): Promise<void> {
  if (engine(room) === undefined) return;
  await room.simulateScenario('signal-reconnect'); // public, and made for tests: what it does is not promised
}

/** Closes the session without a word, so that the others are not told that this person left. */
export async function abandon(room: Room): Promise<void> {
  await engine(room)?.client.close(true, 'a new session replaces it');
}

/** `disconnect` takes the engine away, which its type does not say. */
function engine(room: Room): Room['engine'] | undefined {
  return room.engine;
}

function transports(room: Room) {
  const manager = engine(room)?.pcManager;
  return [manager?.publisher, manager?.subscriber].flatMap((one) => one ?? []);
}
