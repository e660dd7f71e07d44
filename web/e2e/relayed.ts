/** A page that reaches the SFU through a relay alone, and what its connections say about that. */
import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { z } from 'zod';

type RelayScheme = 'turn' | 'turns';

declare global {
  interface Window {
    /** Every connection that the page has made, as `relayOnly` and the lab's meter note them. */
    madeConnections?: RTCPeerConnection[];
  }
}

/** What one connection of a page says of itself. */
interface Connection {
  /** Of the selected pair's local candidate, e.g. `relay`. */
  readonly candidateType: string;
  /** How the page reaches the relay: `udp` or `tls`; undefined without one. */
  readonly relayProtocol: string | undefined;
  readonly relayUrl: string | undefined;
  /** Where the SFU takes what the page sends. */
  readonly remotePort: number;
  readonly bytesSent: number;
  readonly framesDecoded: number;
  readonly audioEnergy: number;
}

/** The members of RTCStats that are read here (W3C webrtc-stats). */
const rtcStats = z.object({
  id: z.string(),
  type: z.string(),
  kind: z.string().optional(),
  selectedCandidatePairId: z.string().optional(),
  bytesSent: z.number().optional(),
  localCandidateId: z.string().optional(),
  remoteCandidateId: z.string().optional(),
  port: z.number().optional(),
  candidateType: z.string().optional(),
  relayProtocol: z.string().optional(),
  url: z.string().optional(),
  framesDecoded: z.number().optional(),
  totalAudioEnergy: z.number().optional(),
});
type Stats = z.infer<typeof rtcStats>;

export const hasCoturn = (): boolean => succeeds('turnserver', ['--version']);

/** A certificate for this address, made for this run; the settings that serve HTTPS, wss and TURN/TLS with it. */
export function makeCertificate(folder: string, address = '127.0.0.1'): Readonly<Record<string, string>> {
  const [cert, key] = [join(folder, 'relay-cert.pem'), join(folder, 'relay-key.pem')];
  const kind = '-x509 -newkey ec -pkeyopt ec_paramgen_curve:P-256 -nodes -days 1 -subj /CN=parley.test';
  const names = ['-addext', `subjectAltName=IP:${address},DNS:localhost`];
  execFileSync('openssl', ['req', ...kind.split(' '), ...names, '-keyout', key, '-out', cert], {
    stdio: 'ignore',
  });
  return { PARLEY_TLS_CERT: cert, PARLEY_TLS_KEY: key };
}

/** From its next address on, the page knows only relays of this scheme and takes no other way. */
export async function relayOnly(page: Page, scheme: RelayScheme): Promise<void> {
  await page.addInitScript((only) => {
    const narrowed = (wish: RTCConfiguration = {}): RTCConfiguration => ({
      ...wish,
      iceTransportPolicy: 'relay',
      iceServers: (wish.iceServers ?? []).filter(({ urls }) =>
        [urls].flat().every((url) => url.startsWith(`${only}:`)),
      ),
    });
    const made: RTCPeerConnection[] = [];
    window.madeConnections = made;
    window.RTCPeerConnection = class extends RTCPeerConnection {
      constructor(wish?: RTCConfiguration) {
        super(narrowed(wish));
        made.push(this);
      }

      override setConfiguration(wish?: RTCConfiguration): void {
        super.setConfiguration(narrowed(wish));
      }
    };
  }, scheme);
}

/** What the page's connections say of themselves; one that has not found its way yet is left out. */
export async function connections(page: Page): Promise<readonly Connection[]> {
  const reports = await page.evaluate(() =>
    Promise.all((window.madeConnections ?? []).map(async (one) => [...(await one.getStats()).values()])),
  );
  return z
    .array(z.array(rtcStats))
    .parse(reports)
    .flatMap((report) => connection(report) ?? []);
}

function connection(report: readonly Stats[]): Connection | undefined {
  const withId = (id: string | undefined) => report.find((one) => one.id === id);
  const transport = report.find(({ type }) => type === 'transport');
  const pair = withId(transport?.selectedCandidatePairId);
  const local = withId(pair?.localCandidateId);
  if (transport === undefined || local === undefined) return undefined;
  const inbound = (kind: string) => report.find((one) => one.type === 'inbound-rtp' && one.kind === kind);
  return {
    candidateType: local.candidateType ?? '',
    relayProtocol: local.relayProtocol,
    relayUrl: local.url,
    remotePort: withId(pair?.remoteCandidateId)?.port ?? 0,
    bytesSent: transport.bytesSent ?? 0,
    framesDecoded: inbound('video')?.framesDecoded ?? 0,
    audioEnergy: inbound('audio')?.totalAudioEnergy ?? 0,
  };
}

function succeeds(command: string, words: readonly string[]): boolean {
  try {
    execFileSync(command, words, { stdio: 'ignore' });
    return true;
  } catch {
    return false;
  }
}
