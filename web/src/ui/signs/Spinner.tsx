import styles from './Spinner.module.css';

/** A quiet turning ring; whatever holds it says in words what is awaited. */
export function Spinner() {
  return <span aria-hidden="true" className={styles['spinner']} />;
}
