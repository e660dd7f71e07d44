/** livekit-client's own room and tracks without a network or devices, for tests: a test decides how each try goes. */
import {
  ConnectionState,
  type DisconnectReason,
  LocalAudioTrack,
  type LocalTrack,
  LocalTrackPublication,
  LocalVideoTrack,
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
    this.localParticipant.audioTrackPublications.clear();
    this.emit(RoomEvent.Disconnected, reason);
  }

  /** It is in the room, as after `publishTrack`. */
  publish(track: LocalTrack, source: Track.Source = Track.Source.Microphone): void {
    track.source = source;
    const sid = `TR_${track.mediaStreamTrack.id}`;
    const info = { sid, name: '', source: Track.sourceToProto(track.source) } as TrackInfo;
    const publication = new LocalTrackPublication(track.kind, info, track);
    this.localParticipant.trackPublications.set(sid, publication);
    this.localParticipant.audioTrackPublications.set(sid, publication);
    this.emit(RoomEvent.LocalTrackPublished, publication, this.localParticipant);
  }
}

let made = 0;

/** An open microphone. Needs `stubMedia`. */
export function microphone(): LocalTrack {
  // Its type and LocalTrack's differ in what `exactOptionalPropertyTypes` looks at.
  return new LocalAudioTrack(device('audio')) as LocalTrack;
}

/** An open camera, or a screen. Needs `stubMedia`. */
export function camera(): LocalVideoTrack {
  return new LocalVideoTrack(device('video'));
}

function device(kind: 'audio' | 'video'): MediaStreamTrack {
  made += 1;
  const track = Object.assign(new EventTarget(), {
    kind,
    id: `${made}`,
    label: kind,
    enabled: true,
    muted: false,
    readyState: 'live',
    getConstraints: () => ({}),
    getSettings: () => ({}),
    stop() {
      this.readyState = 'ended';
    },
  });
  return track as unknown as MediaStreamTrack; // cast: as much of one as livekit-client asks
}

/** What livekit-client asks of a browser for a track, and jsdom has not. */
export function stubMedia(): void {
  vi.stubGlobal('MediaStream', class {});
}
