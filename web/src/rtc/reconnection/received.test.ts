import { describe, expect, it } from 'vitest';
import { receivedOn } from './received';

/** As Chromium reports a call by UDP, with a pair by TCP and one by a relay beside it. */
function report(change: readonly object[] = []): RTCStatsReport {
  const entries = [
    { id: 'T', type: 'transport', bytesReceived: 900, selectedCandidatePairId: 'P1' },
    { id: 'P1', type: 'candidate-pair', localCandidateId: 'U', responsesReceived: 3, requestsReceived: 4 },
    { id: 'P2', type: 'candidate-pair', localCandidateId: 'X', responsesReceived: 1, requestsReceived: 0 },
    { id: 'P3', type: 'candidate-pair', localCandidateId: 'C', responsesReceived: 20, requestsReceived: 0 },
    { id: 'P4', type: 'candidate-pair', localCandidateId: 'R', responsesReceived: 300, requestsReceived: 0 },
    { id: 'U', type: 'local-candidate', candidateType: 'host', protocol: 'udp' },
    { id: 'X', type: 'local-candidate', candidateType: 'prflx', protocol: 'udp' },
    { id: 'C', type: 'local-candidate', candidateType: 'host', protocol: 'tcp' },
    { id: 'R', type: 'local-candidate', candidateType: 'relay', protocol: 'udp', relayProtocol: 'tls' },
    ...change,
  ];
  const withTimes = entries.map((entry) => ({ timestamp: 0, ...entry }) as RTCStats);
  return new Map(withTimes.map((entry) => [entry.id, entry]));
}

describe('what has arrived', () => {
  it('is counted by the kind of way: that in use, and others', () => {
    expect(receivedOn(report(), '0')).toEqual([
      { transport: '0:T', bytes: 900, checks: 8, otherChecks: 320 },
    ]);
  });

  it('is nothing on a transport that has not found its way', () => {
    const searching = { id: 'T', type: 'transport', bytesReceived: 0 };
    expect(receivedOn(report([searching]), '0')).toEqual([]);
  });
});
