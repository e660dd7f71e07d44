/** Decisions and action items first, since they are what people come back for; then chapter by chapter. */
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { ActionItem, NoteLine, Notes, Segment } from '../../gen';
import { clockTime } from '../../i18n/times';
import type { ColourOf } from '../../ui/speakers/speaker-colours';
import { Citations } from './Citations';
import styles from './NotesText.module.css';

interface NotesTextProps {
  readonly notes: Notes;
  readonly segments: readonly Segment[];
  readonly colourOf: ColourOf;
  readonly onCite: (segmentId: string) => void;
}

export function NotesText({ notes, segments, colourOf, onCite }: NotesTextProps) {
  const { t } = useTranslation();
  const startOf = new Map(segments.map((segment) => [segment.segment_id, segment.start_ms]));
  const cite = (line: NoteLine) => <Citations evidence={line.evidence} startOf={startOf} onCite={onCite} />;
  return (
    <div className={styles['notes']}>
      {notes.decisions.length === 0 ? null : (
        <Part title={t('notes.decisions')}>
          {notes.decisions.map((line) => (
            <li key={keyOf(line)}>
              {line.text} {cite(line)}
            </li>
          ))}
        </Part>
      )}
      {notes.action_items.length === 0 ? null : (
        <Part title={t('notes.actionItems')}>
          {notes.action_items.map((item) => (
            <li key={keyOf(item)}>
              <OwnerAndDue item={item} colourOf={colourOf} />
              {item.text} {cite(item)}
            </li>
          ))}
        </Part>
      )}
      {notes.chapters.map((chapter) => (
        <Part
          key={`${chapter.start_ms}-${chapter.title}`}
          title={chapter.title}
          detail={`${clockTime(chapter.start_ms)}–${clockTime(chapter.end_ms)}`}
        >
          {chapter.lines.map((line) => (
            <li key={keyOf(line)}>
              {line.text} {cite(line)}
            </li>
          ))}
        </Part>
      ))}
    </div>
  );
}

const keyOf = (line: NoteLine) => `${line.evidence.join(' ')} ${line.text}`;

interface PartProps {
  readonly title: string;
  readonly detail?: string;
  readonly children: ReactNode;
}

function Part({ title, detail, children }: PartProps) {
  return (
    <section className={styles['part']}>
      <h3 className={styles['title']}>
        {title}
        {detail === undefined ? null : <span className={styles['detail']}>{detail}</span>}
      </h3>
      <ul className={styles['lines']}>{children}</ul>
    </section>
  );
}

interface OwnerAndDueProps {
  readonly item: ActionItem;
  readonly colourOf: ColourOf;
}

function OwnerAndDue({ item, colourOf }: OwnerAndDueProps) {
  const { t } = useTranslation();
  const { owner, owner_name: ownerName, due_text: due } = item;
  return (
    <span className={styles['who']}>
      {ownerName === null ? (
        <span className={styles['nobody']}>{t('notes.noOwner')}</span>
      ) : (
        <bdi className={styles['owner']} data-speaker={owner === null ? undefined : colourOf(owner)}>
          {ownerName}
        </bdi>
      )}
      {due === null ? null : <span className={styles['due']}>{due}</span>}
    </span>
  );
}
