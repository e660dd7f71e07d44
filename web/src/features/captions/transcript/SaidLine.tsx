/** One finished caption in a list of them: who, when, and the words; those that were spoken one press away. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../../i18n/times';
import { wordsOf } from '../../../rtc/captions/translations';
import type { CaptionView } from '../../../rtc/types';
import { translationWords } from '../lines/translation-words';
import styles from './SaidLine.module.css';

interface SaidLineProps {
  readonly caption: CaptionView;
  readonly colour: number;
}

export function SaidLine({ caption, colour }: SaidLineProps) {
  const words = wordsOf(caption);
  return (
    <li data-speaker={colour}>
      <div className={styles['head']}>
        <bdi className={styles['speaker']}>{caption.speakerName}</bdi>
        <time className={styles['time']}>{clockTime(caption.startMs)}</time>
      </div>
      <p lang={words.language} dir="auto" className={styles['words']}>
        {words.text}
      </p>
      {caption.translation === undefined ? null : <Spoken caption={caption} made={caption.translation} />}
    </li>
  );
}

interface SpokenProps {
  readonly caption: CaptionView;
  readonly made: { readonly isDraft: boolean; readonly pivot: string | null };
}

function Spoken({ caption, made }: SpokenProps) {
  const { t, i18n } = useTranslation();
  const [isShown, setShown] = useState(false);
  return (
    <>
      {isShown ? (
        <p lang={caption.language} dir="auto" className={styles['spoken']}>
          {caption.text}
        </p>
      ) : null}
      <p className={styles['foot']}>
        <span>{translationWords(t, i18n.language, made)}</span>
        <button
          type="button"
          className={styles['original']}
          aria-expanded={isShown}
          onClick={() => setShown(!isShown)}
        >
          {t('translation.original')}
        </button>
      </p>
    </>
  );
}
