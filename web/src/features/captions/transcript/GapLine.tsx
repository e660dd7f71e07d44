/** Among what was said: that words are missing here, and why. Quiet: it is nothing the reader has to act on. */
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../../i18n/times';
import type { GapView } from '../../../rtc/types';
import styles from './GapLine.module.css';
import { gapText } from './gap-text';

interface GapLineProps {
  readonly gap: GapView;
  /** `page`: the time stands in the margin, as in the transcript after the meeting. */
  readonly look: 'panel' | 'page';
}

export function GapLine({ gap, look }: GapLineProps) {
  const { t, i18n } = useTranslation();
  return (
    <li className={styles['gap']} data-gap={gap.reason} data-look={look}>
      <time className={styles['time']}>{clockTime(gap.startMs)}</time>
      <p className={styles['words']}>{gapText(t, i18n.language, gap)}</p>
    </li>
  );
}
