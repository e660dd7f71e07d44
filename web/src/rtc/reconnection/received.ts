/** What has arrived on the transports of a connection, read from its statistics (W3C webrtc-stats). */

/** Counts so far; only growth means something. */
export interface Received {
  /** Names the transport. */
  readonly transport: string;
  /** Media and data, in bytes; ICE's checks are not in it. */
  readonly bytes: number;
  /** ICE's messages on the way in use, and on others like it: answers to our checks, and the other side's checks. */
  readonly checks: number;
  /** The same on ways of another kind, for instance by TCP or by a relay. */
  readonly otherChecks: number;
}

interface TransportStats extends RTCStats {
  readonly bytesReceived?: number;
  readonly selectedCandidatePairId?: string;
}
interface PairStats extends RTCStats {
  readonly transportId?: string;
  readonly localCandidateId?: string;
  readonly responsesReceived?: number;
  readonly requestsReceived?: number;
}
interface CandidateStats extends RTCStats {
  readonly candidateType?: string;
  readonly protocol?: string;
  readonly relayProtocol?: string;
}

/** One entry a transport that has found its way. */
export function receivedOn(report: RTCStatsReport, connection: string): readonly Received[] {
  const transports: TransportStats[] = ofType(report, 'transport');
  const pairs: PairStats[] = ofType(report, 'candidate-pair');
  return transports.flatMap((transport) => {
    const selected = pairs.find(({ id }) => id === transport.selectedCandidatePairId);
    if (selected === undefined) return [];
    const all = pairs.filter(({ transportId }) => transportId === undefined || transportId === transport.id);
    const like = all.filter((pair) => kind(report, pair) === kind(report, selected));
    const checks = sum(like);
    return {
      transport: `${connection}:${transport.id}`,
      bytes: transport.bytesReceived ?? 0,
      checks,
      otherChecks: sum(all) - checks,
    };
  });
}

function kind(report: RTCStatsReport, pair: PairStats): string {
  const local: CandidateStats | undefined = report.get(pair.localCandidateId ?? '');
  // Where we are seen behind an address translator is the same way, seen from outside.
  const isRelayed = local?.candidateType === 'relay';
  return isRelayed ? `relay/${local?.relayProtocol}` : `${local?.protocol}`;
}

function sum(pairs: readonly PairStats[]): number {
  return pairs.reduce(
    (total, { responsesReceived = 0, requestsReceived = 0 }) => total + responsesReceived + requestsReceived,
    0,
  );
}

function ofType(report: RTCStatsReport, type: RTCStatsType): RTCStats[] {
  const all: RTCStats[] = [...report.values()];
  return all.filter((stats) => stats.type === type);
}
