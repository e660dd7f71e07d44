import { useTranslation } from 'react-i18next';
import { Spinner } from './Spinner';
import styles from './Waiting.module.css';

interface WaitingProps {
  readonly of?: 'page' | 'part';
}

/** A page on its way, or a part of one. Fades in late, so that quick loads show nothing at all. */
export function Waiting({ of = 'page' }: WaitingProps) {
  const { t } = useTranslation();
  return (
    <div className={styles['waiting']} role="status" data-of={of}>
      <Spinner />
      <span className="visually-hidden">{t('app.loading')}</span>
    </div>
  );
}
