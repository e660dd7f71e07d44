/** livekit-client's own room and tracks without a network or devices, for tests: a test decides how each try goes. */
import {
  ConnectionState,
  type DisconnectReason,
  LocalAudioTrack,
  type LocalTrack,
  LocalTrackPublication,
  Room,
  RoomEvent,
  Track,
} from 'livekit-client';
import { vi } from 'vitest';

/** Of LiveKit's protocol, which livekit-client does not hand on. */
type TrackInfo = ConstructorParameters<typeof LocalTrackPublication>[1];

interface Asked {
  readonly token: string;
  readonly policy: RTCIceTransportPolicy | undefined;
}

export class OfflineRoom extends Room {
  /** How each try to connect goes, in order; the last one goes on for ever. */
  answers: readonly ('in' | Error)[] = ['in'];
  readonly asked: Asked[] = [];

  override connect: Room['connect'] = async (_url, token, options) => {
    const answer = this.answers[Math.min(this.asked.length, this.answers.length - 1)];
    this.asked.push({ token, policy: options?.rtcConfig?.iceTransportPolicy });
    if (answer instanceof Error) throw answer;
    this.state = ConnectionState.Connected;
  };

  override disconnect: Room['disconnect'] = async () => {
    this.state = ConnectionState.Disconnected;
  };

  /** The SFU, or the way to it, ends the session. */
  end(reason?: DisconnectReason): void {
    this.state = ConnectionState.Disconnected;
    this.localParticipant.trackPublications.clear();
    this.emit(RoomEvent.Disconnected, reason);
  }

  /** The microphone is in the room, as after `publishTrack`. */
  publish(track: LocalTrack): void {
    track.source = Track.Source.Microphone;
    const sid = `TR_${track.mediaStreamTrack.id}`;
    const info = { sid, name: '', source: Track.sourceToProto(track.source) } as TrackInfo;
    const publication = new LocalTrackPublication(Track.Kind.Audio, info, track);
    this.localParticipant.trackPublications.set(sid, publication);
    this.emit(RoomEvent.LocalTrackPublished, publication, this.localParticipant);
  }
}

let made = 0;

/** An open microphone. Needs `stubMedia`. */
export function microphone(): LocalTrack {
  made += 1;
  const sound = Object.assign(new EventTarget(), {
    kind: 'audio',
    id: `${made}`,
    label: 'microphone',
    enabled: true,
    muted: false,
    readyState: 'live',
    getConstraints: () => ({}),
    getSettings: () => ({}),
    stop() {
      this.readyState = 'ended';
    },
  });
  // Its type and LocalTrack's differ in what `exactOptionalPropertyTypes` looks at.
  return new LocalAudioTrack(sound as unknown as MediaStreamTrack) as LocalTrack;
}

/** What livekit-client asks of a browser for a track, and jsdom has not. */
export function stubMedia(): void {
  vi.stubGlobal('MediaStream', class {});
}
