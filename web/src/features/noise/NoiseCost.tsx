import { useTranslation } from 'react-i18next';
import type { SuppressorState } from '../../media/denoise';
import styles from './NoisePanel.module.css';

/** Of the 200 ms that speech may take from mouth to ear, what the sender's and the listener's devices have together. */
const DEVICE_BUDGET_MS = 80;
const FRAME_MS = 10;

interface NoiseCostProps {
  readonly state: SuppressorState;
  readonly report: NonNullable<SuppressorState['report']>;
}

/** What it costs: time and work of this device. */
export function NoiseCost({ state, report }: NoiseCostProps) {
  const { t, i18n } = useTranslation();
  const busyMs = report.lowerMs + (state.rung === 'rnnoise' ? 0 : (state.cost?.p50Ms ?? 0));
  const percent = (share: number) =>
    new Intl.NumberFormat(i18n.language, { style: 'percent', maximumFractionDigits: 0 }).format(share);
  return (
    <p className={styles['cost']}>
      {t('noise.cost', {
        delay: Math.round(state.delayMs),
        core: percent(busyMs / FRAME_MS),
        budget: percent(state.delayMs / DEVICE_BUDGET_MS),
        device: DEVICE_BUDGET_MS,
      })}
    </p>
  );
}
