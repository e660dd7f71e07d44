/** What went out and came in between two looks at the transports, and what of the time to an ear that took. */
import type { Participant, Room } from 'livekit-client';
import { type TelemetryBucket, type TrackSource, zTrackSource } from '../../gen';
import type { SuppressorAtWork } from '../devices/noise';
import { downlinkAudio, downlinkVideo, playoutMs, type SpeakerOf } from './downlink';
import type { Reports } from './livekit-internals';
import type { MicrophoneWatch } from './microphone-watch';
import { networkPath } from './network-path';
import { tenths } from './statistics';
import { type SourceOf, uplinkAudio, uplinkVideo } from './uplink';

/** Opus as we use it: a frame of 20 ms, and what it looks ahead (RFC 6716). No browser measures it. */
const OPUS_MS = 26.5;

type Between = Omit<
  TelemetryBucket,
  'sequence' | 'start_ms' | 'duration_ms' | 'microphone' | 'device' | 'away_ms' | 'reconnects'
>;

const NOTHING: Between = {
  publisher: null,
  subscriber: null,
  uplink_audio: null,
  uplink_video: [],
  downlink_audio: [],
  downlink_video: [],
  stages: { capture_ms: null, on_device_ai_ms: null, encode_ms: null, network_ms: null, playout_ms: null },
};

export class Network {
  constructor(
    private readonly room: Room,
    private readonly microphone: MicrophoneWatch,
    private readonly suppressor: () => SuppressorAtWork | null,
  ) {}

  between(before: Reports | null, now: Reports | null, durationMs: number): Between {
    if (now === null) return NOTHING;
    const sent = [now.publisher, before?.publisher ?? null] as const;
    const received = [now.subscriber, before?.subscriber ?? null] as const;
    const publisher = networkPath(now.publisher);
    const audio = uplinkAudio(sent, this.#sourceOf, durationMs);
    const roundTripMs = publisher?.round_trip_ms ?? null;
    const onlyWithSound = <Value>(value: Value) => (audio === null ? null : value);
    return {
      publisher,
      subscriber: networkPath(now.subscriber),
      uplink_audio: audio,
      uplink_video: uplinkVideo(sent, this.#sourceOf, durationMs),
      downlink_audio: downlinkAudio(received, this.#speakerOf),
      downlink_video: downlinkVideo(received, this.#speakerOf, durationMs),
      stages: {
        capture_ms: onlyWithSound(this.microphone.captureMs()),
        on_device_ai_ms: onlyWithSound(tenths(this.suppressor()?.delayMs ?? 0)),
        encode_ms: onlyWithSound(OPUS_MS),
        network_ms: roundTripMs === null ? null : tenths(roundTripMs / 2),
        playout_ms: playoutMs(received),
      },
    };
  }

  readonly #sourceOf: SourceOf = (trackId) => sourceIn(this.room.localParticipant, trackId);

  readonly #speakerOf: SpeakerOf = (trackId) => {
    for (const participant of this.room.remoteParticipants.values()) {
      const source = sourceIn(participant, trackId);
      if (source !== null) return { speaker: participant.identity, source };
    }
    return null;
  };
}

/** LiveKit's names of sources are the contract's. */
function sourceIn(participant: Participant, trackId: string): TrackSource | null {
  const publications = [...participant.trackPublications.values()];
  const found = publications.find(({ track }) => track?.mediaStreamTrack.id === trackId);
  return zTrackSource.safeParse(found?.source).data ?? null;
}
