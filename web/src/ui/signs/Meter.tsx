import { Meter as AriaMeter } from 'react-aria-components';
import styles from './Meter.module.css';

interface MeterProps {
  readonly label: string;
  /** 0 to 1. */
  readonly level: number;
}

const BARS = [0.04, 0.12, 0.2, 0.28, 0.36, 0.46, 0.56, 0.66, 0.78, 0.9] as const;

/** Loudness as a row of bars that fill; says a percentage to screen readers. */
export function Meter({ label, level }: MeterProps) {
  return (
    <AriaMeter aria-label={label} value={Math.round(level * 100)} className={styles['meter'] ?? ''}>
      {BARS.map((threshold) => (
        <span key={threshold} className={styles['bar']} data-lit={level >= threshold || undefined} />
      ))}
    </AriaMeter>
  );
}
