/** A cause in a few words, for lists. */
import type { TFunction } from 'i18next';
import type { Cause } from '../../gen';

/** @param name Whose it is; null: nobody's. */
export function causeName(t: TFunction, cause: Cause, name: string | null): string {
  const values = { name: name ?? t('quality.somebody') };
  switch (cause) {
    case 'uplink':
      return t('quality.short.uplink', values);
    case 'downlink':
      return t('quality.short.downlink', values);
    case 'congestion':
      return t('quality.short.congestion', values);
    case 'cpu':
      return t('quality.short.cpu', values);
    case 'relay':
      return t('quality.short.relay', values);
    case 'microphone_silent':
    case 'microphone_muted':
    case 'microphone_ended':
      return t('quality.short.microphone', values);
    case 'two_suppressors':
      return t('quality.short.twoSuppressors', values);
    case 'agent':
      return t('quality.short.agent');
    case 'sfu':
      return t('quality.short.sfu');
    case 'reconnect':
      return t('quality.short.reconnect', values);
    case 'unexplained':
      return t('quality.short.unexplained', values);
  }
}
