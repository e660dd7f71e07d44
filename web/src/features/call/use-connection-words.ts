/** What is happening to the connection, in one or two sentences. */
import { useTranslation } from 'react-i18next';
import type { CallSnapshot } from '../../rtc/types';

export function useConnectionWords({
  connection,
  trouble,
}: Pick<CallSnapshot, 'connection' | 'trouble'>): string {
  const { t } = useTranslation();
  if (connection !== 'reconnecting') return t('call.connecting');
  switch (trouble) {
    case 'network':
      return t('call.networkAway');
    case 'path':
      return t('call.pathLost');
    case 'signal':
      return t('call.signalLost');
    case 'server':
    case null:
      return t('call.reconnecting');
  }
}
