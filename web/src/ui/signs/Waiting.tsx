import { useTranslation } from 'react-i18next';
import { Spinner } from './Spinner';
import styles from './Waiting.module.css';

/** A page on its way. Fades in late, so that quick loads show nothing at all. */
export function Waiting() {
  const { t } = useTranslation();
  return (
    <div className={styles['waiting']} role="status">
      <Spinner />
      <span className="visually-hidden">{t('app.loading')}</span>
    </div>
  );
}
