import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { noisePreferences } from '../../media/noise/preferences';
import { noiseStatus } from '../../media/noise/status';

interface NoiseWords {
  /** What is at work, in a sentence; empty where nothing is sent. */
  readonly standing: string;
  readonly problem: string | null;
  readonly isLoading: boolean;
}

/** The state of noise suppression in words. */
export function useNoiseWords(isInCall: boolean): NoiseWords {
  const { t, i18n } = useTranslation();
  const { inUse, problem, cause, loaded } = useStore(noiseStatus);
  const { isMusic } = useStore(noisePreferences);
  const inUseWords = {
    dfn3: t('noise.inUseOurs'),
    rnnoise: cause === 'failed' ? t('noise.inUseLowerFailed') : t('noise.inUseLower'),
    browser: t('noise.inUseBrowser'),
    none: isMusic ? t('noise.inUseNone') : '',
  };
  const problems = {
    files: t('noise.problemFiles'),
    start: t('noise.problemStart'),
    silent: t('noise.problemSilent'),
    double: t('noise.problemDouble'),
    broken: t('noise.problemBroken'),
  };
  const share = new Intl.NumberFormat(i18n.language, { style: 'percent' }).format(loaded ?? 0);
  const working = isInCall ? inUseWords[inUse] : '';
  return {
    standing: loaded === null ? working : t('noise.loading', { share }),
    problem: problem === null ? null : problems[problem],
    isLoading: loaded !== null,
  };
}
