/** What arrives here of each of the others. */
import type { DownlinkAudio, DownlinkVideo, TrackSource } from '../../gen';
import { entries, Growth, kbps, ms, share, tenths } from './statistics';

interface Heard {
  readonly speaker: string;
  readonly source: TrackSource;
}

/** Whose a remote track is, by the id of its MediaStreamTrack; null: nobody's who is in the room. */
export type SpeakerOf = (trackId: string) => Heard | null;

type Looks = readonly [now: RTCStatsReport, before: RTCStatsReport | null];

/**
 * Told of: those of whom most arrived. In a large meeting the others are as good as silent. With more a bucket would
 * take over 1.5 kB, gzipped (`make bench-telemetry_intake`).
 */
const ROWS_MAX = { audio: 10, video: 8 } as const;

/** Of everybody who was heard within the bucket, or should have been. */
export function downlinkAudio(looks: Looks, speakerOf: SpeakerOf): DownlinkAudio[] {
  return mostOf(looks, 'audio', speakerOf).map(({ heard, stream }) => ({
    ...heard,
    packets: stream.of('packetsReceived'),
    ...lossAndJitter(stream),
    concealed_pct: share(
      stream.of('concealedSamples') - stream.of('silentConcealedSamples'),
      stream.of('totalSamplesReceived'),
    ),
    concealments: stream.of('concealmentEvents'),
    jitter_buffer_ms: ms(stream.per('jitterBufferDelay', 'jitterBufferEmittedCount')),
  }));
}

export function downlinkVideo(looks: Looks, speakerOf: SpeakerOf, durationMs: number): DownlinkVideo[] {
  return mostOf(looks, 'video', speakerOf).map(({ heard, stream }) => ({
    ...heard,
    packets: stream.of('packetsReceived'),
    kbps: kbps(stream.of('bytesReceived'), durationMs),
    fps: tenths((1000 * stream.of('framesDecoded')) / durationMs),
    width: stream.now.frameWidth ?? 0,
    height: stream.now.frameHeight ?? 0,
    ...lossAndJitter(stream),
    jitter_buffer_ms: ms(stream.per('jitterBufferDelay', 'jitterBufferEmittedCount')),
    freezes: stream.of('freezeCount'),
    freeze_ms: ms(stream.of('totalFreezesDuration')) ?? 0,
    dropped_pct: share(stream.of('framesDropped'), stream.of('framesReceived')),
    decode_ms: ms(stream.per('totalDecodeTime', 'framesDecoded')),
    nacks: stream.of('nackCount'),
    plis: stream.of('pliCount'),
  }));
}

/** What sound waits between decoder and ear, on this machine; null while nothing plays. */
export function playoutMs([now, before]: Looks): number | null {
  const [playout] = entries(now, 'media-playout').map((entry) => Growth.of(entry, before));
  return ms(playout?.per('totalPlayoutDelay', 'totalSamplesCount'));
}

function mostOf([now, before]: Looks, kind: 'audio' | 'video', speakerOf: SpeakerOf) {
  return entries(now, 'inbound-rtp', kind)
    .flatMap((entry) => {
      const heard = speakerOf(entry.trackIdentifier ?? '');
      const stream = Growth.of(entry, before);
      const isNews = stream.of('packetsReceived') > 0 || stream.of('concealedSamples') > 0;
      return heard === null || !isNews ? [] : [{ heard, stream }];
    })
    .sort((one, other) => other.stream.of('packetsReceived') - one.stream.of('packetsReceived'))
    .slice(0, ROWS_MAX[kind]);
}

function lossAndJitter(stream: Growth) {
  const lost = stream.of('packetsLost');
  return {
    loss_pct: share(lost, lost + stream.of('packetsReceived')),
    jitter_ms: ms(stream.now.jitter),
  };
}
