import { Button } from 'react-aria-components';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../i18n/times';
import styles from './Citations.module.css';

interface CitationsProps {
  /** Segment ids, in the order of the transcript. */
  readonly evidence: readonly string[];
  /** Segment id → start on the meeting clock, in ms. */
  readonly startOf: ReadonlyMap<string, number>;
  readonly onCite: (segmentId: string) => void;
}

/** Where a line of the notes comes from: times that lead to the words themselves. Unknown segments are left out. */
export function Citations({ evidence, startOf, onCite }: CitationsProps) {
  const { t } = useTranslation();
  return (
    <span className={styles['citations']}>
      {evidence.map((segmentId) => {
        const start = startOf.get(segmentId);
        if (start === undefined) return null;
        const time = clockTime(start);
        return (
          <Button
            key={segmentId}
            className={styles['citation'] ?? ''}
            aria-label={t('notes.cite', { time })}
            onPress={() => onCite(segmentId)}
          >
            {time}
          </Button>
        );
      })}
    </span>
  );
}
