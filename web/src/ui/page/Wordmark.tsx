import styles from './Wordmark.module.css';

/** What no language translates. */
export const PRODUCT = 'Parley';

/** The product's name: two firm lines and one still coming, as captions come. */
export function Wordmark() {
  return (
    <span className={styles['wordmark']}>
      <svg viewBox="0 0 24 24" aria-hidden="true" className={styles['mark']}>
        <rect x="1" y="3" width="22" height="18" rx="5" fill="currentColor" />
        <path d="M6 10h12M6 14.5h6" className={styles['firm']} />
        <path d="M15 14.5h3" className={styles['coming']} />
      </svg>
      {PRODUCT}
    </span>
  );
}
