/** What this page sends, and what the SFU says arrives of it. */
import type { TrackSource, UplinkAudio, UplinkVideo } from '../../gen';
import { type Entry, entries, Growth, kbps, ms, share, tenths } from './statistics';

/** Which source a track of ours is of, by the id of its MediaStreamTrack; null: none that counts. */
export type SourceOf = (trackId: string) => TrackSource | null;

const PICTURES: readonly TrackSource[] = ['camera', 'screen_share'];

type Looks = readonly [now: RTCStatsReport, before: RTCStatsReport | null];

/** The microphone; null while it is not sent. */
export function uplinkAudio(looks: Looks, sourceOf: SourceOf, durationMs: number): UplinkAudio | null {
  const sent = streams(looks, 'audio').find(({ now }) => sourceOf(trackOf(looks[0], now)) === 'microphone');
  if (sent === undefined) return null;
  const arrived = reportOn(looks, sent);
  return {
    packets: sent.of('packetsSent'),
    kbps: kbps(sent.of('bytesSent'), durationMs),
    ...lossAndJitter([sent], arrived === undefined ? [] : [arrived]),
    round_trip_ms: ms(arrived?.now.roundTripTime),
  };
}

/** Cameras and screens that are sent, each with all of its layers. */
export function uplinkVideo(looks: Looks, sourceOf: SourceOf, durationMs: number): UplinkVideo[] {
  const all = streams(looks, 'video');
  return PICTURES.flatMap((source) => {
    const layers = all.filter(({ now }) => sourceOf(trackOf(looks[0], now)) === source);
    const isSent = layers.some((layer) => layer.of('packetsSent') > 0);
    return isSent ? [{ source, ...pictureOf(layers, looks, durationMs) }] : [];
  });
}

function pictureOf(layers: readonly Growth[], looks: Looks, durationMs: number): Omit<UplinkVideo, 'source'> {
  const sending = layers.filter((layer) => layer.of('packetsSent') > 0);
  const [largest] = sending.toSorted((one, other) => area(other.now) - area(one.now));
  const sum = (count: (layer: Growth) => number) => layers.reduce((total, layer) => total + count(layer), 0);
  const targets = sending.flatMap(({ now }) => now.targetBitrate ?? []);
  // Layers are limited together; the one that is limited the longest tells for all.
  const limitedMs = (cause: 'cpu' | 'bandwidth' | 'other') =>
    tenths(Math.min(durationMs, 1000 * Math.max(...layers.map((layer) => layer.limited(cause)))));
  const arrived = layers.flatMap((layer) => reportOn(looks, layer) ?? []);
  return {
    packets: sum((layer) => layer.of('packetsSent')),
    kbps: kbps(
      sum((layer) => layer.of('bytesSent')),
      durationMs,
    ),
    target_kbps: targets.length === 0 ? null : tenths(targets.reduce((total, one) => total + one, 0) / 1000),
    fps: tenths((1000 * (largest?.of('framesSent') ?? 0)) / durationMs),
    width: largest?.now.frameWidth ?? 0,
    height: largest?.now.frameHeight ?? 0,
    ...lossAndJitter(layers, arrived),
    limited_cpu_ms: limitedMs('cpu'),
    limited_bandwidth_ms: limitedMs('bandwidth'),
    limited_other_ms: limitedMs('other'),
    encode_ms: ms(largest?.per('totalEncodeTime', 'framesEncoded')),
    nacks: sum((layer) => layer.of('nackCount')),
    plis: sum((layer) => layer.of('pliCount')),
  };
}

function lossAndJitter(sent: readonly Growth[], arrived: readonly Growth[]) {
  const told = arrived.filter(({ isFresh }) => isFresh);
  const packets = sent.reduce((total, stream) => total + stream.of('packetsSent'), 0);
  const lost = told.reduce((total, report) => total + report.of('packetsLost'), 0);
  const jitters = told.flatMap(({ now }) => now.jitter ?? []);
  return {
    loss_pct: told.length === 0 ? null : share(lost, packets),
    jitter_ms: jitters.length === 0 ? null : ms(Math.max(...jitters)),
  };
}

function streams([now, before]: Looks, kind: 'audio' | 'video'): readonly Growth[] {
  return entries(now, 'outbound-rtp', kind).map((entry) => Growth.of(entry, before));
}

/** What the SFU reports on a stream; it measures what arrives, before it passes gaps on. */
function reportOn([now, before]: Looks, stream: Growth): Growth | undefined {
  const report = entries(now, 'remote-inbound-rtp').find(({ localId }) => localId === stream.now.id);
  return report === undefined ? undefined : Growth.of(report, stream.isNew ? null : before);
}

function trackOf(report: RTCStatsReport, stream: Entry): string {
  const source: Entry | undefined = report.get(stream.mediaSourceId ?? '');
  return source?.trackIdentifier ?? '';
}

const area = ({ frameWidth = 0, frameHeight = 0 }: Entry) => frameWidth * frameHeight;
