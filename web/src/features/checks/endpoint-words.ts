import type { TFunction } from 'i18next';
import type { Endpoint } from '../../gen';

/** `UDP to 203.0.113.7, port 7882`: what a network's administrator puts into a rule. */
export function endpointWords(t: TFunction, { transport, host, port }: Endpoint): string {
  const where = { host, port: String(port) };
  switch (transport) {
    case 'udp':
      return t('check.toUdp', where);
    case 'tcp':
      return t('check.toTcp', where);
    case 'tls':
      return t('check.toTls', where);
  }
}
