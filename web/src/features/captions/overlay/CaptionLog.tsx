import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../../rtc/captions/translations';
import type { CaptionView } from '../../../rtc/types';

interface CaptionLogProps {
  readonly captions: readonly CaptionView[];
}

const KEPT = 8;

/** What screen readers hear: finished captions only, politely, each once. */
export function CaptionLog({ captions }: CaptionLogProps) {
  const { t } = useTranslation();
  const finals = captions.filter(isFinished).slice(-KEPT);
  return (
    <div role="log" aria-live="polite" aria-label={t('captions.label')} className="visually-hidden">
      {finals.map((caption) => {
        const { text, language } = wordsOf(caption);
        return (
          <p key={caption.segmentId} lang={language}>
            {t('captions.spoken', { name: caption.speakerName, text })}
          </p>
        );
      })}
    </div>
  );
}

function isFinished({ isFinal, translation }: CaptionView): boolean {
  return isFinal && translation?.isFinal !== false;
}
