/** What a network must let out to, leg by leg, from what the server has told. Pure. */
import type { CheckLeg, Endpoint } from '../../gen';
import type { Candidate } from './sdp';

const DEFAULT_PORTS: Readonly<Record<string, number>> = {
  'http:': 80,
  'https:': 443,
  'ws:': 80,
  'wss:': 443,
};

/** Of an address of the web: the page's API, or the SFU's signalling. */
export function webEndpoint(leg: CheckLeg, address: string): Endpoint {
  const { protocol, hostname, port } = new URL(address);
  const isSecure = protocol === 'https:' || protocol === 'wss:';
  return {
    leg,
    host: bare(hostname),
    port: port === '' ? (DEFAULT_PORTS[protocol] ?? 0) : Number(port),
    transport: isSecure ? 'tls' : 'tcp',
  };
}

export function mediaEndpoints(candidates: readonly Candidate[]): readonly Endpoint[] {
  return candidates.map(({ transport, host, port }) => ({
    leg: transport === 'udp' ? 'udp' : 'ice_tcp',
    host,
    port,
    transport,
  }));
}

/** A relay's addresses (RFC 7065): `turn:host:3478?transport=udp`, `turns:host:443?transport=tcp`. */
const RELAY = /^(turns?):(\[[^\]]+\]|[^:?]+)(?::(\d+))?(?:\?transport=(udp|tcp))?$/;

/** The leg that tries this address of an ICE server; null for one that no leg tries. */
export function relayEndpoint(url: string): Endpoint | null {
  const [, scheme, host = '', port, transport] = RELAY.exec(url) ?? [];
  if (scheme === 'turns') {
    return { leg: 'turn_tls', host: bare(host), port: Number(port ?? 5349), transport: 'tls' };
  }
  if (scheme !== 'turn' || transport === 'tcp') return null;
  return { leg: 'turn_udp', host: bare(host), port: Number(port ?? 3478), transport: 'udp' };
}

/** The ICE servers that one leg may use, without the addresses that are another's. */
export function relaysOf(leg: CheckLeg, servers: readonly RTCIceServer[]): RTCIceServer[] {
  return servers
    .map((server) => ({
      ...server,
      urls: [server.urls].flat().filter((url) => relayEndpoint(url)?.leg === leg),
    }))
    .filter(({ urls }) => urls.length > 0);
}

function bare(host: string): string {
  return host.replace(/^\[|\]$/gu, '');
}
