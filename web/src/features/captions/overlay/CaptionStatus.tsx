/** Where captions would stand: why there are none, or why they come late, when there should be some. */
import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { AiView } from '../../../rtc/types';
import styles from './CaptionStatus.module.css';

interface CaptionStatusProps {
  readonly ai: AiView;
  /** Without a connection nothing is known of the AI, and the connection is what there is to tell. */
  readonly isConnected: boolean;
}

export function CaptionStatus({ ai, isConnected }: CaptionStatusProps) {
  const { t } = useTranslation();
  const words = isConnected ? captionStatusText(t, ai) : null;
  return (
    <div role="status" className={styles['area']}>
      {words === null ? null : <p className={styles['words']}>{words}</p>}
    </div>
  );
}

/** Null when captions are as they should be. */
function captionStatusText(t: TFunction, ai: AiView): string | null {
  if (!ai.captionsOn) return null;
  switch (ai.state) {
    case 'starting':
      return t('captions.starting');
    case 'restarting':
      return t('captions.restarting');
    case 'unavailable':
      return t('captions.unavailable');
    case 'busy':
      return t('ai.captionsBusy');
    case 'live':
      return ai.isBehind ? t('ai.captionsBehind') : null;
    case 'off':
      return null;
  }
}
