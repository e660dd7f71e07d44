/** Reads what a peer connection says of itself (W3C webrtc-stats). */
import { z } from 'zod';

const zStat = z.object({
  id: z.string(),
  type: z.string(),
  selectedCandidatePairId: z.string().optional(),
  localCandidateId: z.string().optional(),
  currentRoundTripTime: z.number().optional(),
  candidateType: z.string().optional(),
  protocol: z.string().optional(),
  packetsSent: z.number().optional(),
  packetsReceived: z.number().optional(),
});
type Stat = z.infer<typeof zStat>;

export interface SelectedWay {
  /** Between this page and the other end of the first hop: the SFU, or the relay. */
  readonly protocol: string;
  readonly isRelayed: boolean;
  readonly roundTripMs: number | null;
}

function read(report: RTCStatsReport): readonly Stat[] {
  const stats: Stat[] = [];
  report.forEach((stat: unknown) => {
    const parsed = zStat.safeParse(stat);
    if (parsed.success) stats.push(parsed.data);
  });
  return stats;
}

/** The way that ICE has chosen; null while it has not. */
export function selectedWay(report: RTCStatsReport): SelectedWay | null {
  const stats = read(report);
  const withId = (id: string | undefined) => stats.find((stat) => stat.id === id);
  const transport = stats.find(({ type, selectedCandidatePairId }) => {
    return type === 'transport' && selectedCandidatePairId !== undefined;
  });
  const pair = withId(transport?.selectedCandidatePairId);
  const local = withId(pair?.localCandidateId);
  if (pair === undefined || local === undefined) return null;
  const { currentRoundTripTime: seconds } = pair;
  return {
    protocol: local.protocol ?? '',
    isRelayed: local.candidateType === 'relay',
    roundTripMs: seconds === undefined ? null : Math.round(seconds * 1000),
  };
}

/** Whether a relay has given this page an address. */
export function hasRelayAddress(report: RTCStatsReport): boolean {
  return read(report).some(
    ({ type, candidateType }) => type === 'local-candidate' && candidateType === 'relay',
  );
}

/** Packets of media that went out (`sent`) or came in, over all streams of the report. */
export function packets(report: RTCStatsReport, direction: 'sent' | 'received'): number {
  const type = direction === 'sent' ? 'outbound-rtp' : 'inbound-rtp';
  return read(report)
    .filter((stat) => stat.type === type)
    .reduce((sum, stat) => sum + (stat.packetsSent ?? stat.packetsReceived ?? 0), 0);
}
