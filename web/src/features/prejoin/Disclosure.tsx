import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Leaving } from '../../api/queries';
import styles from './Disclosure.module.css';
import { leavingWords } from './leaving-words';

interface DisclosureProps {
  readonly captionsOn: boolean;
  readonly notesOn: boolean;
  readonly isViewer: boolean;
  /** Null: not known yet, so nothing is said of it. */
  readonly leaving: Leaving | null;
}

/** Says before joining what the AI does with what is said; nothing when it does nothing. */
export function Disclosure({ captionsOn, notesOn, isViewer, leaving }: DisclosureProps) {
  const { t } = useTranslation();
  if (!captionsOn && !notesOn) return null;
  return (
    <p className={styles['disclosure']}>
      <Sparkles aria-hidden="true" className={styles['mark']} />
      <span>
        {whatIsOn()} {isViewer ? null : `${t('prejoin.becomesText')} ${leavingWords(t, leaving)}`}
      </span>
    </p>
  );

  function whatIsOn(): string {
    if (captionsOn && notesOn) return t('prejoin.captionsAndNotesOn');
    return captionsOn ? t('prejoin.captionsOn') : t('prejoin.notesOn');
  }
}
