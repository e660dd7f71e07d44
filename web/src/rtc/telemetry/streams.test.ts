/** What happened between two looks at a transport, as Chromium reports one. */
import { describe, expect, it } from 'vitest';
import { downlinkAudio, downlinkVideo, playoutMs } from './downlink';
import { networkPath } from './network-path';
import { uplinkAudio, uplinkVideo } from './uplink';

type Fields = Readonly<Record<string, unknown>> & { readonly id: string; readonly type: string };

const reportOf = (...entries: readonly Fields[]): RTCStatsReport =>
  new Map(entries.map((entry) => [entry.id, { timestamp: 0, ...entry } as RTCStats]));

const ours = (trackId: string) => ({ mic: 'microphone', cam: 'camera' })[trackId] as 'microphone' | null;
const theirs = (trackId: string) =>
  trackId === 'ben' ? { speaker: 'p-ben', source: 'camera' as const } : null;

describe('the way that a transport takes', () => {
  const relayed = reportOf(
    { id: 'T', type: 'transport', selectedCandidatePairId: 'P' },
    { id: 'P', type: 'candidate-pair', localCandidateId: 'L', currentRoundTripTime: 0.1821 },
    { id: 'L', type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
  );

  it('is told by kinds and times', () => {
    expect(networkPath(relayed)).toEqual({
      candidate_type: 'relay',
      protocol: 'udp',
      relay_protocol: 'tls',
      round_trip_ms: 182.1,
      available_outgoing_kbps: null,
    });
  });

  it('is nothing before one is found, or of a kind that nobody knows', () => {
    expect(networkPath(reportOf({ id: 'T', type: 'transport' }))).toBeNull();
    const odd = new Map(relayed).set('L', { ...relayed.get('L'), candidateType: 'carrier pigeon' });
    expect(networkPath(odd)).toBeNull();
  });
});

describe('what is sent', () => {
  const microphone = (packetsSent: number, lost: number, timestamp: number) =>
    reportOf(
      {
        id: 'O',
        type: 'outbound-rtp',
        kind: 'audio',
        mediaSourceId: 'S',
        packetsSent,
        bytesSent: packetsSent * 80,
      },
      { id: 'S', type: 'media-source', kind: 'audio', trackIdentifier: 'mic' },
      { id: 'R', type: 'remote-inbound-rtp', localId: 'O', packetsLost: lost, jitter: 0.004, timestamp },
    );

  it('is lost as far as the SFU says since the look before', () => {
    const audio = uplinkAudio([microphone(500, 42, 9), microphone(250, 12, 4)], ours, 5000);
    expect(audio).toEqual({ packets: 250, kbps: 32, loss_pct: 12, jitter_ms: 4, round_trip_ms: null });
  });

  it('has no loss while the SFU has not reported anew', () => {
    expect(uplinkAudio([microphone(500, 12, 4), microphone(250, 12, 4)], ours, 5000)?.loss_pct).toBeNull();
  });

  it('counts from nothing when a transport was built anew', () => {
    expect(uplinkAudio([microphone(100, 5, 2), microphone(9000, 800, 1)], ours, 5000)).toMatchObject({
      packets: 100,
      loss_pct: 5,
    });
  });

  it('is not lost when the SFU finds what it missed', () => {
    expect(uplinkAudio([microphone(500, 10, 9), microphone(250, 12, 4)], ours, 5000)?.loss_pct).toBe(0);
  });

  it('is nothing when the track is none of ours', () => {
    expect(uplinkAudio([microphone(500, 0, 9), null], () => null, 5000)).toBeNull();
  });

  const layer = (id: string, width: number, sent: number, cpuS: number) => [
    {
      ...{
        id,
        type: 'outbound-rtp',
        kind: 'video',
        mediaSourceId: 'C',
        packetsSent: sent,
        bytesSent: sent * 1000,
      },
      ...{ frameWidth: width, frameHeight: width / 2, framesSent: sent / 2, framesEncoded: sent / 2 },
      ...{ totalEncodeTime: sent / 200, targetBitrate: width * 1000, nackCount: 1, pliCount: 0 },
      qualityLimitationDurations: { none: 1, cpu: cpuS, bandwidth: 0.5, other: 0 },
    },
  ];
  const camera = { id: 'C', type: 'media-source', kind: 'video', trackIdentifier: 'cam' };

  it('is one picture, whatever the number of its layers', () => {
    const looks = [
      reportOf(
        camera,
        ...layer('big', 1280, 300, 2),
        ...layer('small', 320, 100, 1),
        ...layer('off', 640, 0, 9),
      ),
      null,
    ] as const;
    expect(uplinkVideo(looks, ours, 5000)).toEqual([
      {
        ...{
          source: 'camera',
          packets: 400,
          kbps: 640,
          target_kbps: 1600,
          fps: 30,
          width: 1280,
          height: 640,
        },
        ...{ loss_pct: null, jitter_ms: null, encode_ms: 10, nacks: 3, plis: 0 },
        ...{ limited_cpu_ms: 5000, limited_bandwidth_ms: 500, limited_other_ms: 0 },
      },
    ]);
  });

  it('is no picture while no layer is sent', () => {
    expect(uplinkVideo([reportOf(camera, ...layer('off', 640, 0, 0)), null], ours, 5000)).toEqual([]);
  });
});

describe('what arrives', () => {
  const heard = (factor: number) =>
    reportOf({
      ...{ id: 'I', type: 'inbound-rtp', kind: 'audio', trackIdentifier: 'ben' },
      ...{ packetsReceived: 240 * factor, packetsLost: 10 * factor, jitter: 0.003 },
      ...{ totalSamplesReceived: 240_000 * factor, concealedSamples: 12_000 * factor },
      ...{ silentConcealedSamples: 4800 * factor, concealmentEvents: 3 * factor },
      ...{ jitterBufferDelay: 10_560 * factor, jitterBufferEmittedCount: 240_000 * factor },
    });

  it('is told by its speaker, silence that was made up left out', () => {
    expect(downlinkAudio([heard(2), heard(1)], theirs)).toEqual([
      {
        ...{ speaker: 'p-ben', source: 'camera', packets: 240, loss_pct: 4, jitter_ms: 3 },
        ...{ concealed_pct: 3, concealments: 3, jitter_buffer_ms: 44 },
      },
    ]);
  });

  it('is not told of those of whom nothing arrives, or who are gone', () => {
    expect(downlinkAudio([heard(1), heard(1)], theirs)).toEqual([]);
    expect(downlinkAudio([heard(2), heard(1)], () => null)).toEqual([]);
  });

  it('is told of those of whom most arrives', () => {
    const crowd = reportOf(
      ...Array.from({ length: 40 }, (_, index) => ({
        ...{ id: `${index}`, type: 'inbound-rtp', kind: 'audio', trackIdentifier: `${index}` },
        packetsReceived: index,
      })),
    );
    const rows = downlinkAudio([crowd, null], (id) => ({ speaker: id, source: 'microphone' }));
    expect(rows.map(({ speaker }) => speaker)).toEqual(
      Array.from({ length: 10 }, (_, index) => `${39 - index}`),
    );
  });

  it('freezes, is dropped and is decoded', () => {
    const picture = reportOf({
      ...{
        id: 'V',
        type: 'inbound-rtp',
        kind: 'video',
        trackIdentifier: 'ben',
        packetsReceived: 99,
        packetsLost: 1,
      },
      ...{
        bytesReceived: 62_500,
        framesReceived: 125,
        framesDecoded: 120,
        framesDropped: 5,
        frameWidth: 640,
      },
      ...{
        frameHeight: 360,
        freezeCount: 2,
        totalFreezesDuration: 0.8104,
        totalDecodeTime: 0.3,
        pliCount: 1,
      },
    });
    expect(downlinkVideo([picture, null], theirs, 5000)).toEqual([
      {
        ...{ speaker: 'p-ben', source: 'camera', packets: 99, kbps: 100, fps: 24, width: 640, height: 360 },
        ...{ loss_pct: 1, jitter_ms: null, jitter_buffer_ms: null, freezes: 2, freeze_ms: 810.4 },
        ...{ dropped_pct: 4, decode_ms: 2.5, nacks: 0, plis: 1 },
      },
    ]);
  });

  it('waits a while before it is heard', () => {
    const playout = { id: 'AP', type: 'media-playout', totalPlayoutDelay: 4800, totalSamplesCount: 240_000 };
    expect(playoutMs([reportOf(playout), null])).toBe(20);
    expect(playoutMs([reportOf(playout), reportOf(playout)])).toBeNull();
  });
});
