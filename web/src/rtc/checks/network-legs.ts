/** The legs that connect to the SFU, each way by itself. */
import type { CheckLeg } from '../../gen';
import { relaysOf } from './endpoints';
import type { SelectedWay } from './statistics';
import { type Finding, failed } from './types';
import { isRefusal, Way } from './way';

const ANSWER_TIMEOUT_MS = 5_000;

const byUdp = ({ protocol }: SelectedWay) => protocol === 'udp';

/** The SFU answers by WebSocket and takes the token; if not, whether it answers at all. */
export async function trySignal(direct: Way, sfuUrl: string): Promise<Finding> {
  try {
    await direct.signal();
    return { status: 'ok' };
  } catch (error) {
    if (isRefusal(error)) return failed('signal_refused');
    return failed((await answersHttp(sfuUrl)) ? 'websocket_blocked' : 'unreachable');
  }
}

async function answersHttp(sfuUrl: string): Promise<boolean> {
  const signal = AbortSignal.timeout(ANSWER_TIMEOUT_MS);
  const answer = await fetch(sfuUrl.replace(/^ws/u, 'http'), { signal }).catch(() => null);
  return answer?.ok === true;
}

/** ICE prefers UDP wherever it works: if it has chosen TCP, UDP does not. */
export async function tryUdp(direct: Way): Promise<Finding> {
  const way = await direct.chosen(byUdp);
  return way !== null && byUdp(way) ? { status: 'ok', roundTripMs: way.roundTripMs } : failed('no_route');
}

/** On the same connection, which the SFU moves to TCP unless it is there already. */
export async function tryIceTcp(direct: Way): Promise<Finding> {
  if (!direct.candidates.some(({ transport }) => transport === 'tcp')) return { status: 'not_offered' };
  const now = await direct.chosen(() => true);
  if (now === null) return failed('no_route');
  const way = now.protocol === 'tcp' ? now : await direct.moveToTcp();
  return way?.protocol === 'tcp' ? { status: 'ok', roundTripMs: way.roundTripMs } : failed('no_route');
}

/** By a relay alone. Other addresses of the same relay are another leg's. */
export async function tryRelay(
  leg: CheckLeg,
  url: string,
  token: string,
  servers: readonly RTCIceServer[],
): Promise<Finding> {
  const iceServers = relaysOf(leg, servers);
  if (iceServers.length === 0) return { status: 'not_offered' };
  const way = new Way(url, token, { iceServers, iceTransportPolicy: 'relay' });
  try {
    const chosen = await way.chosen(({ isRelayed }) => isRelayed);
    if (chosen?.isRelayed === true) return { status: 'ok', roundTripMs: chosen.roundTripMs };
    return failed(way.hasRelayAddress ? 'no_route' : 'no_relay');
  } finally {
    await way.close();
  }
}
