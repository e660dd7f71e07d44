/** The legs of a connection test, and which of them cannot be tried once another has failed. Pure. */
import type { CheckLeg, LegStatus } from '../../gen';

export const LEGS: readonly CheckLeg[] = [
  'browser',
  'microphone',
  'camera',
  'api',
  'token',
  'signal',
  'udp',
  'ice_tcp',
  'turn_udp',
  'turn_tls',
  'publish',
  'receive',
  'agent',
];

/** The ways by which media may come and go; one of them is enough for a call. */
export const WAYS = ['udp', 'ice_tcp', 'turn_udp', 'turn_tls'] as const satisfies readonly CheckLeg[];

/** All of these must be well before the leg can be tried. */
const NEEDS: Readonly<Record<CheckLeg, readonly CheckLeg[]>> = {
  browser: [],
  microphone: ['browser'],
  camera: ['browser'],
  api: [],
  token: ['api'],
  signal: ['browser', 'token'],
  udp: ['signal'],
  ice_tcp: ['signal'],
  turn_udp: ['signal'],
  turn_tls: ['signal'],
  publish: ['signal'],
  receive: ['publish'],
  agent: ['token'],
};

type Statuses = ReadonlyMap<CheckLeg, LegStatus>;

/** Whether what went before leaves the leg anything to try. */
export function canTry(leg: CheckLeg, before: Statuses): boolean {
  const isWell = (needed: CheckLeg) => before.get(needed) === 'ok';
  return NEEDS[leg].every(isWell) && (leg !== 'publish' || WAYS.some(isWell));
}
