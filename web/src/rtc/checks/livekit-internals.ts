/**
 * The one place of the connection test that reaches beneath the public face of livekit-client, for what has none:
 * which ICE servers the SFU named, and what its peer connection says of the way it found.
 *
 * Written against livekit-client 2.23.0; a test fails when that changes, so that somebody looks here again.
 */
import { EngineEvent, type Room } from 'livekit-client';

export const WRITTEN_FOR = '2.23.0';

interface NamedServer {
  readonly urls: readonly string[];
  readonly username: string;
  readonly credential: string;
}

/** The ICE servers of the SFU's answer to a join, once it has come; `rtcConfig` may have been told others. */
export function onIceServers(room: Room, tell: (servers: readonly RTCIceServer[]) => void): void {
  room.engine.once(EngineEvent.SignalConnected, ({ iceServers }: { iceServers: readonly NamedServer[] }) =>
    tell(iceServers.map(({ urls, username, credential }) => ({ urls: [...urls], username, credential }))),
  );
}

/** Statistics of the connection that carries the media; undefined before there is one and after its end. */
export function connectionStats(room: Room): Promise<RTCStatsReport> | undefined {
  return room.engine.pcManager?.publisher.getStats();
}

/** What the SFU said of itself (SDP), with every candidate that has come so far. */
export function remoteDescription(room: Room): string {
  return room.engine.pcManager?.publisher.getRemoteDescription()?.sdp ?? '';
}
