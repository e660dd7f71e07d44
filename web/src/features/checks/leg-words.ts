/** Names of the legs, and how each went, in words. */
import type { TFunction } from 'i18next';
import type { CheckLeg } from '../../gen';
import type { LegView } from '../../rtc/checks/types';
import type { Verdict } from './verdict';

export function legName(t: TFunction, leg: CheckLeg): string {
  return {
    browser: t('check.legBrowser'),
    microphone: t('check.legMicrophone'),
    camera: t('check.legCamera'),
    api: t('check.legApi'),
    token: t('check.legToken'),
    signal: t('check.legSignal'),
    udp: t('check.legUdp'),
    ice_tcp: t('check.legIceTcp'),
    turn_udp: t('check.legTurnUdp'),
    turn_tls: t('check.legTurnTls'),
    publish: t('check.legPublish'),
    receive: t('check.legReceive'),
    agent: t('check.legAgent'),
  }[leg];
}

export function stateWords(t: TFunction, { state, outcome }: LegView): string {
  if (state === 'waiting') return t('check.waiting');
  if (outcome === null) return t('check.running');
  switch (outcome.status) {
    case 'ok':
      return t('check.ok');
    case 'failed':
      return t('check.failed');
    case 'not_offered':
      return t('check.notOffered');
    case 'skipped':
      return t('check.skipped');
  }
}

export function verdictWords(
  t: TFunction,
  verdict: Verdict,
): { readonly title: string; readonly text: string } {
  return {
    good: { title: t('check.goodTitle'), text: t('check.goodText') },
    browser: { title: t('check.browserTitle'), text: t('check.browserText') },
    service: { title: t('check.serviceTitle'), text: t('check.serviceText') },
    blocked: { title: t('check.blockedTitle'), text: t('check.blockedText') },
    media: { title: t('check.mediaTitle'), text: t('check.mediaText') },
    devices: { title: t('check.devicesTitle'), text: t('check.devicesText') },
    tcp: { title: t('check.tcpTitle'), text: t('check.tcpText') },
    relayed: { title: t('check.relayedTitle'), text: t('check.relayedText') },
    no_ai: { title: t('check.noAiTitle'), text: t('check.noAiText') },
    no_spare: { title: t('check.noSpareTitle'), text: t('check.noSpareText') },
  }[verdict];
}
