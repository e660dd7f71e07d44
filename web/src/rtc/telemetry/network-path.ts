/** The way that a transport takes; no address of it. */
import { type NetworkPath, zCandidateType, zTransport } from '../../gen';
import { type Entry, entries, ms, tenths } from './statistics';

/** Null while it has not found one. */
export function networkPath(report: RTCStatsReport): NetworkPath | null {
  const pair = selectedPair(report);
  const local: Entry | undefined = report.get(pair?.localCandidateId ?? '');
  const type = zCandidateType.safeParse(local?.candidateType);
  const protocol = zTransport.safeParse(local?.protocol);
  if (pair === undefined || !type.success || !protocol.success) return null;
  const relay = zTransport.safeParse(local?.relayProtocol);
  const outgoing = pair.availableOutgoingBitrate;
  return {
    candidate_type: type.data,
    protocol: protocol.data,
    relay_protocol: type.data === 'relay' && relay.success ? relay.data : null,
    round_trip_ms: ms(pair.currentRoundTripTime),
    available_outgoing_kbps: outgoing === undefined ? null : tenths(outgoing / 1000),
  };
}

function selectedPair(report: RTCStatsReport): Entry | undefined {
  for (const { selectedCandidatePairId } of entries(report, 'transport')) {
    const pair: Entry | undefined = report.get(selectedCandidatePairId ?? '');
    if (pair !== undefined) return pair;
  }
  return undefined;
}
