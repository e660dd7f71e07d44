/** What to do about a leg: for the person where they can mend it, else what to tell the network's administrator. */
import type { TFunction } from 'i18next';
import type { CheckLeg, Endpoint, LegReason } from '../../gen';
import type { LegOutcome } from '../../rtc/checks/types';
import type { DeviceProblem } from '../../rtc/types';
import { browserOf, deviceAdvice } from '../devices/device-advice';
import { endpointWords } from './endpoint-words';

const CAUSES: Partial<Record<LegReason, DeviceProblem['cause']>> = {
  device_denied: 'denied',
  device_not_found: 'not_found',
  device_in_use: 'in_use',
  device_broken: 'unknown',
};

/** Null where all is well. */
export function legAdvice(
  t: TFunction,
  leg: CheckLeg,
  outcome: LegOutcome,
  endpoints: readonly Endpoint[],
): string | null {
  if (outcome.status === 'not_offered') return notOffered(t, leg);
  if (outcome.status === 'skipped') return t('check.adviceSkipped');
  if (outcome.reason === null) return null;
  const cause = CAUSES[outcome.reason];
  if (cause !== undefined) {
    const device = leg === 'camera' ? 'camera' : 'microphone';
    const { what, fix } = deviceAdvice(t, { device, cause }, browserOf(navigator.userAgent), true);
    return `${what} ${fix}`;
  }
  return networkAdvice(t, leg, outcome.reason, whereTo(t, leg, endpoints));
}

function notOffered(t: TFunction, leg: CheckLeg): string {
  return leg === 'ice_tcp' ? t('check.adviceNoTcp') : t('check.adviceNoRelay');
}

/** `UDP to 203.0.113.7, port 7882`, all of them; a call's own way where the leg has none of its own. */
function whereTo(t: TFunction, leg: CheckLeg, endpoints: readonly Endpoint[]): string {
  const own = endpoints.filter(
    (endpoint) => endpoint.leg === (leg === 'token' || leg === 'agent' ? 'api' : leg),
  );
  return own.map((endpoint) => endpointWords(t, endpoint)).join('; ');
}

function networkAdvice(t: TFunction, leg: CheckLeg, reason: LegReason, where: string): string {
  switch (reason) {
    case 'insecure_page':
      return t('device.insecureFix');
    case 'browser_too_old':
      return t('check.adviceBrowser');
    case 'unreachable':
      return t('check.adviceUnreachable', { where });
    case 'unreadable':
      return t('check.adviceUnreadable', { where });
    case 'too_many_attempts':
      return t('problem.tooManyAttempts');
    case 'websocket_blocked':
      return t('check.adviceWebSocket', { where });
    case 'no_route':
      return noRoute(t, leg, where);
    case 'no_relay':
      return leg === 'turn_tls' ? t('check.adviceTurnTls', { where }) : t('check.adviceTurnUdp', { where });
    case 'no_media':
      return t('check.adviceNoMedia');
    case 'agents_busy':
      return t('check.adviceAgentsBusy');
    case 'agents_broken':
    case 'agents_absent':
      return t('check.adviceAgents');
    default:
      return t('check.adviceServer');
  }
}

function noRoute(t: TFunction, leg: CheckLeg, where: string): string {
  switch (leg) {
    case 'udp':
      return where === '' ? t('check.adviceUdpUnknown') : t('check.adviceUdp', { where });
    case 'ice_tcp':
      return t('check.adviceTcp', { where });
    case 'turn_udp':
    case 'turn_tls':
      return t('check.adviceRelayStuck');
    default:
      return t('check.adviceNoMedia');
  }
}
