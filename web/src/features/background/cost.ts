/** What an effect costs here, in words. */
import type { TFunction } from 'i18next';
import { DEVICE_BUDGET_MS, type EffectReport } from '../../media/background/effect';

export interface CostWords {
  /** Milliseconds a frame, and their share of what a device may take. */
  readonly cost: string;
  /** Which way it is done, and why. */
  readonly way: string;
  /** What to do when the device cannot keep up; null when it can. */
  readonly hint: string | null;
}

export function costWords(t: TFunction, report: EffectReport): CostWords {
  return {
    cost: t('background.cost', {
      ms: Math.round(report.frameMs),
      percent: Math.round((report.frameMs / DEVICE_BUDGET_MS) * 100),
      budget: DEVICE_BUDGET_MS,
    }),
    way: `${compositorWords(t, report)} ${rungWords(t, report)}`,
    hint: hintWords(t, report),
  };
}

function compositorWords(t: TFunction, { compositor }: EffectReport): string {
  switch (compositor) {
    case 'webgpu':
      return t('background.byWebgpu');
    case 'webgl2':
      return t('background.byWebgl2');
    case 'cpu':
      return t('background.byCpu');
  }
}

function rungWords(t: TFunction, { rung, reason }: EffectReport): string {
  if (rung === 'full') return t('background.full');
  const what = {
    half_mask: t('background.halfMask'),
    small_capture: t('background.smallCapture'),
    whole_blur: t('background.wholeBlur'),
  }[rung];
  const why = {
    measured: t('background.becauseMeasured'),
    late: t('background.becauseLate'),
    recovered: t('background.becauseRecovered'),
    low_power: t('background.becauseLowPower'),
    device_lost: t('background.becauseDeviceLost'),
  }[reason];
  return `${what} ${why}`;
}

function hintWords(t: TFunction, { rung, reason }: EffectReport): string | null {
  if (reason === 'low_power' || rung === 'full' || rung === 'half_mask') return null;
  return rung === 'whole_blur' ? t('background.hintWhole') : t('background.hintSmall');
}
