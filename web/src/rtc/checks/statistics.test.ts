import { expect, it } from 'vitest';
import { hasRelayAddress, packets, selectedWay } from './statistics';

const report = (...stats: readonly { id: string; type: string; [more: string]: unknown }[]): RTCStatsReport =>
  new Map(stats.map((stat) => [stat.id, stat]));

const TRANSPORT = { id: 'T', type: 'transport', selectedCandidatePairId: 'P' };
const PAIR = { id: 'P', type: 'candidate-pair', localCandidateId: 'L', currentRoundTripTime: 0.0415 };

it('names the way that ICE has chosen', () => {
  const local = { id: 'L', type: 'local-candidate', candidateType: 'relay', protocol: 'udp' };
  const found = report(TRANSPORT, PAIR, local);
  expect(selectedWay(found)).toEqual({ protocol: 'udp', isRelayed: true, roundTripMs: 42 });
  expect(hasRelayAddress(found)).toBe(true);
});

it('names none before ICE has chosen', () => {
  expect(selectedWay(report({ id: 'T', type: 'transport' }))).toBeNull();
  expect(selectedWay(report(TRANSPORT))).toBeNull();
  expect(hasRelayAddress(report({ id: 'L', type: 'local-candidate', candidateType: 'host' }))).toBe(false);
});

it('counts packets of its own direction', () => {
  const found = report(
    { id: 'a', type: 'outbound-rtp', packetsSent: 7 },
    { id: 'b', type: 'outbound-rtp', packetsSent: 5 },
    { id: 'c', type: 'inbound-rtp', packetsReceived: 3 },
    { id: 'd', type: 'remote-inbound-rtp', packetsReceived: 99 },
  );
  expect(packets(found, 'sent')).toBe(12);
  expect(packets(found, 'received')).toBe(3);
});
