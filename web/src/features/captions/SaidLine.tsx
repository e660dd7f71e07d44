/** One finished caption in a list of them: who, when, and the words. */
import { clockTime } from '../../i18n/times';
import type { CaptionView } from '../../rtc/types';
import styles from './SaidLine.module.css';

interface SaidLineProps {
  readonly caption: CaptionView;
  readonly colour: number;
}

export function SaidLine({ caption, colour }: SaidLineProps) {
  return (
    <li data-speaker={colour}>
      <div className={styles['head']}>
        <bdi className={styles['speaker']}>{caption.speakerName}</bdi>
        <time className={styles['time']}>{clockTime(caption.startMs)}</time>
      </div>
      <p lang={caption.language} dir="auto" className={styles['words']}>
        {caption.text}
      </p>
    </li>
  );
}
