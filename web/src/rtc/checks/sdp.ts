/** Where the SFU receives media, read from the candidates of its session description (RFC 8839). Pure. */

export interface Candidate {
  readonly transport: 'udp' | 'tcp';
  readonly host: string;
  readonly port: number;
}

// candidate:FOUNDATION COMPONENT TRANSPORT PRIORITY ADDRESS PORT typ TYPE [tcptype passive]
const CANDIDATE = /^a=candidate:\S+ \d+ (udp|tcp) \d+ (\S+) (\d+) typ \S+(.*)$/i;

/** Each once. Of TCP only where it listens: an active candidate has no port to connect to (RFC 6544). */
export function candidatesOf(sdp: string): readonly Candidate[] {
  const found = new Map<string, Candidate>();
  for (const line of sdp.split(/\r?\n/u)) {
    const [, word = '', host = '', port = '', more = ''] = CANDIDATE.exec(line) ?? [];
    const transport = word.toLowerCase();
    if (transport !== 'udp' && transport !== 'tcp') continue;
    if (transport === 'tcp' && !more.includes('tcptype passive')) continue;
    found.set(`${transport} ${host} ${port}`, { transport, host, port: Number(port) });
  }
  return [...found.values()];
}
