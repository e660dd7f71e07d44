import { Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import styles from './Disclosure.module.css';

interface DisclosureProps {
  readonly captionsOn: boolean;
  readonly notesOn: boolean;
  readonly isViewer: boolean;
}

/** Says before joining what the AI does with what is said; nothing when it does nothing. */
export function Disclosure({ captionsOn, notesOn, isViewer }: DisclosureProps) {
  const { t } = useTranslation();
  if (!captionsOn && !notesOn) return null;
  return (
    <p className={styles['disclosure']}>
      <Sparkles aria-hidden="true" className={styles['mark']} />
      <span>
        {whatIsOn()} {isViewer ? null : t('prejoin.stays')}
      </span>
    </p>
  );

  function whatIsOn(): string {
    if (captionsOn && notesOn) return t('prejoin.captionsAndNotesOn');
    return captionsOn ? t('prejoin.captionsOn') : t('prejoin.notesOn');
  }
}
