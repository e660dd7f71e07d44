import { useTranslation } from 'react-i18next';
import type { BackgroundTrouble } from '../../media/background-choice';

/** What went wrong with an effect, what still works, and what to do. */
export function useTroubleWords(): (trouble: BackgroundTrouble, isStillOn: boolean) => string {
  const { t } = useTranslation();
  return (trouble, isStillOn) => {
    const what = {
      model_missing: t('background.troubleMissing'),
      model_altered: t('background.troubleAltered'),
      unsupported: t('background.troubleUnsupported'),
      crashed: t('background.troubleCrashed'),
      picture_missing: t('background.troublePicture'),
    }[trouble];
    if (trouble === 'picture_missing') return what;
    if (!isStillOn) return `${what} ${t('background.nowOff')}`;
    return `${what} ${trouble === 'crashed' ? t('background.stillFrozen') : t('background.stillCovered')}`;
  };
}
