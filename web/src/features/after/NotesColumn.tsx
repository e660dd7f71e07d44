/** The notes, or in plain words why there are none. */
import { Check, Copy, Sparkles } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useHostCommands } from '../../api/queries';
import type { MeetingNotes, Notes, NotesState, Segment } from '../../gen';
import { Button } from '../../ui/buttons/Button';
import { IconButton } from '../../ui/buttons/IconButton';
import { CopyRefused } from '../../ui/copies/CopyRefused';
import { useCopy } from '../../ui/copies/use-copy';
import { Spinner } from '../../ui/signs/Spinner';
import type { ColourOf } from '../../ui/speakers/speaker-colours';
import styles from './NotesColumn.module.css';
import { NotesText } from './NotesText';
import { notesPlain } from './notes-plain';

interface NotesColumnProps {
  readonly meetingId: string;
  /** Undefined until the first answer. */
  readonly notes: MeetingNotes | undefined;
  readonly isRunning: boolean;
  readonly isHost: boolean;
  readonly segments: readonly Segment[];
  readonly colourOf: ColourOf;
  readonly onCite: (segmentId: string) => void;
}

export function NotesColumn({
  meetingId,
  notes,
  isRunning,
  isHost,
  segments,
  colourOf,
  onCite,
}: NotesColumnProps) {
  const { t } = useTranslation();
  const [copying, copy] = useCopy();
  const isCopied = copying === 'copied';
  const { makeNotesAgain } = useHostCommands(meetingId);
  const canAskAgain = isHost && !isRunning && notes !== undefined && notes.state !== 'pending';
  const readyNotes = notes?.state === 'ready' ? notes.notes : null;
  return (
    <section className={styles['column']} aria-labelledby="notes-title">
      <header className={styles['header']}>
        <h2 id="notes-title" className={styles['title']}>
          {t('notes.title')}
        </h2>
        <div className={styles['tools']}>
          {canAskAgain ? (
            <Button
              size="small"
              variant="plain"
              isPending={makeNotesAgain.isPending}
              onPress={() => makeNotesAgain.mutate()}
            >
              {notes.state === 'ready' ? t('notes.again') : t('notes.make')}
            </Button>
          ) : null}
          {readyNotes === null ? null : (
            <IconButton
              look="plain"
              label={isCopied ? t('transcript.copied') : t('notes.copy')}
              icon={isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
              onPress={() => copy(plainText(readyNotes))}
            />
          )}
        </div>
      </header>
      <CopyRefused outcome={copying} words={t('app.copyRefused')} />
      {readyNotes === null ? (
        <Absent state={notes?.state ?? 'pending'} isRunning={isRunning} />
      ) : (
        <>
          <p className={styles['label']}>
            <Sparkles aria-hidden="true" />
            {labelText(readyNotes)}
          </p>
          <NotesText notes={readyNotes} segments={segments} colourOf={colourOf} onCite={onCite} />
        </>
      )}
    </section>
  );

  function labelText({ method }: Notes): string {
    return t('notes.label', { method: methodText(method) });
  }

  function plainText(ready: Notes): string {
    return `${labelText(ready)}\n\n${notesPlain(t, ready, segments)}`;
  }

  function methodText(method: string): string {
    return method.startsWith('extractive') ? t('notes.methodExtractive') : t('notes.methodOther', { method });
  }
}

interface AbsentProps {
  readonly state: NotesState;
  readonly isRunning: boolean;
}

function Absent({ state, isRunning }: AbsentProps) {
  const { t } = useTranslation();
  const isComing = state === 'pending' && !isRunning;
  return (
    <div role="status" className={styles['absent']}>
      {isComing ? <Spinner /> : null}
      <p>{words()}</p>
    </div>
  );

  function words(): string {
    switch (state) {
      case 'off':
        return isRunning ? t('notes.offNow') : t('notes.off');
      case 'pending':
        return isRunning ? t('notes.atTheEnd') : t('notes.pending');
      case 'empty':
        return t('notes.empty');
      case 'failed':
        return t('notes.failed');
      case 'ready':
        return t('notes.empty');
    }
  }
}
