/** Runs the legs of a connection test in their order and shows how far it has come. One owner, one end. */
import { createStore } from 'zustand/vanilla';
import type { CheckLeg, ConnectionCheck, Endpoint, LegStatus } from '../../gen';
import { giveBack, tryAgent, tryApi, tryToken } from './api-legs';
import { tryBrowser, tryDevice } from './device-legs';
import { mediaEndpoints, relayEndpoint, webEndpoint } from './endpoints';
import { canTry, LEGS } from './legs';
import { MediaTrial } from './media';
import { tryIceTcp, tryRelay, trySignal, tryUdp } from './network-legs';
import type { CheckSnapshot, Finding, LegOutcome, LegView } from './types';
import { failed } from './types';
import { Way } from './way';

const WAITING: readonly LegView[] = LEGS.map((leg) => ({ leg, state: 'waiting', outcome: null }));
const NOT_TRIED: LegOutcome = { status: 'skipped', reason: null, durationMs: 0, roundTripMs: null };

interface Devices {
  readonly microphoneId: string | null;
  readonly cameraId: string | null;
}

export class ConnectionTest {
  readonly #store = createStore<CheckSnapshot>(() => ({ state: 'idle', legs: WAITING, endpoints: [] }));
  readonly #closing = new AbortController();

  constructor(private readonly devices: Devices) {}

  readonly getSnapshot = (): CheckSnapshot => this.#store.getState();
  readonly subscribe = (listener: () => void): (() => void) => this.#store.subscribe(listener);

  /** Tries every leg, once. */
  async run(): Promise<void> {
    if (this.getSnapshot().state !== 'idle') return;
    this.#store.setState({ state: 'running' });
    const { microphoneId, cameraId } = this.devices;
    await this.#leg('browser', async () => tryBrowser());
    await this.#leg('microphone', () => tryDevice('microphone', microphoneId));
    await this.#leg('camera', () => tryDevice('camera', cameraId));
    this.#learn([webEndpoint('api', window.location.origin)]);
    await this.#leg('api', () => tryApi(this.#closing.signal));
    let check: ConnectionCheck | null = null;
    await this.#leg('token', async () => {
      const answer = await tryToken(this.#closing.signal);
      if (typeof answer === 'string') return failed(answer);
      check = answer;
      return { status: 'ok' };
    });
    try {
      await this.#network(check);
    } finally {
      if (!this.#closing.signal.aborted) this.#store.setState({ state: 'done' });
    }
  }

  /** Ends it wherever it is: what is connected leaves, and nothing is shown any more. */
  close(): void {
    this.#closing.abort();
  }

  async #network(check: ConnectionCheck | null): Promise<void> {
    if (check === null) {
      for (const leg of LEGS) if (this.#statuses().get(leg) === undefined) this.#set(leg, 'done', NOT_TRIED);
      return;
    }
    const { sfu_url: url, tokens, check_id: checkId } = check;
    try {
      this.#learn([webEndpoint('signal', url)]);
      const servers = await this.#direct(url, tokens.direct);
      await this.#leg('turn_udp', () => tryRelay('turn_udp', url, tokens.relay_udp, servers));
      await this.#leg('turn_tls', () => tryRelay('turn_tls', url, tokens.relay_tls, servers));
      await this.#media(check);
      await this.#leg('agent', () => tryAgent(checkId, this.#closing.signal));
    } finally {
      await giveBack(checkId);
    }
  }

  /** Three legs by one connection, which knows no relay; the ICE servers that the SFU named. */
  async #direct(url: string, token: string): Promise<readonly RTCIceServer[]> {
    if (!this.#isDue('signal')) return this.#skip(['signal', 'udp', 'ice_tcp']);
    const direct = new Way(url, token, { iceServers: [] });
    try {
      await this.#leg('signal', () => trySignal(direct, url));
      await this.#leg('udp', () => tryUdp(direct));
      this.#learn(mediaEndpoints(direct.candidates));
      await this.#leg('ice_tcp', () => tryIceTcp(direct));
      const urls = direct.iceServers.flatMap((server) => server.urls);
      this.#learn(urls.flatMap((one) => relayEndpoint(one) ?? []));
      return direct.iceServers;
    } finally {
      await direct.close();
    }
  }

  async #media({ sfu_url: url, tokens }: ConnectionCheck): Promise<void> {
    if (!this.#isDue('publish')) {
      this.#skip(['publish', 'receive']);
      return;
    }
    const trial = new MediaTrial(url);
    try {
      await this.#leg('publish', () => trial.publish(tokens.speaker));
      await this.#leg('receive', () => trial.receive(tokens.listener));
    } finally {
      await trial.close();
    }
  }

  async #leg(leg: CheckLeg, look: () => Promise<Finding>): Promise<void> {
    if (!this.#isDue(leg)) {
      this.#skip([leg]);
      return;
    }
    this.#set(leg, 'running', null);
    const startedMs = performance.now();
    const finding = await look().catch(() => failed('server_trouble'));
    this.#set(leg, 'done', outcomeOf(finding, performance.now() - startedMs));
  }

  #isDue(leg: CheckLeg): boolean {
    return !this.#closing.signal.aborted && canTry(leg, this.#statuses());
  }

  #skip(legs: readonly CheckLeg[]): readonly RTCIceServer[] {
    for (const leg of legs) this.#set(leg, 'done', NOT_TRIED);
    return [];
  }

  #set(leg: CheckLeg, state: LegView['state'], outcome: LegOutcome | null): void {
    if (this.#closing.signal.aborted) return;
    const legs = this.getSnapshot().legs.map((view) => (view.leg === leg ? { leg, state, outcome } : view));
    this.#store.setState({ legs });
  }

  #learn(more: readonly Endpoint[]): void {
    this.#store.setState({ endpoints: [...this.getSnapshot().endpoints, ...more] });
  }

  #statuses(): ReadonlyMap<CheckLeg, LegStatus> {
    const done = this.getSnapshot().legs.flatMap(({ leg, outcome }) =>
      outcome === null ? [] : [[leg, outcome.status] as const],
    );
    return new Map(done);
  }
}

function outcomeOf(finding: Finding, durationMs: number): LegOutcome {
  return {
    status: finding.status,
    reason: finding.status === 'failed' ? finding.reason : null,
    durationMs: Math.round(durationMs),
    roundTripMs: finding.status === 'ok' ? (finding.roundTripMs ?? null) : null,
  };
}
