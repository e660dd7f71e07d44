import styles from './CopyRefused.module.css';
import type { CopyOutcome } from './use-copy';

interface CopyRefusedProps {
  readonly outcome: CopyOutcome;
  /** That it was not copied, and how to get at it all the same. */
  readonly words: string;
}

/** Beside a button that copies: says so when the browser does not let us. */
export function CopyRefused({ outcome, words }: CopyRefusedProps) {
  return outcome === 'refused' ? (
    <p role="alert" className={styles['refused']}>
      {words}
    </p>
  ) : null;
}
