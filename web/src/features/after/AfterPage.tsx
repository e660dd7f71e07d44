/** What remains of a meeting: its notes, and the transcript that they rest on. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem';
import { loadSession } from '../../api/session';
import type { Meeting } from '../../gen';
import { problemText } from '../../i18n/problem-text';
import { dayAndTime, duration } from '../../i18n/times';
import { gapOf } from '../../rtc/captions/gaps';
import { Button } from '../../ui/buttons/Button';
import { LinkButton } from '../../ui/buttons/LinkButton';
import { Page } from '../../ui/page/Page';
import { PageTitle } from '../../ui/page/PageTitle';
import { PlainPage } from '../../ui/page/PlainPage';
import { Notice } from '../../ui/signs/Notice';
import { Waiting } from '../../ui/signs/Waiting';
import { speakersOf } from '../../ui/speakers/speaker-colours';
import { useSpeakerColours } from '../../ui/speakers/use-speaker-colours';
import styles from './AfterPage.module.css';
import { NotesColumn } from './NotesColumn';
import { TranscriptColumn } from './TranscriptColumn';
import { useEvidence } from './use-evidence';
import { useRemains } from './use-remains';

interface AfterPageProps {
  readonly meetingId: string;
}

export function AfterPage({ meetingId }: AfterPageProps) {
  const { t } = useTranslation();
  const { meeting, transcript, notes } = useRemains(meetingId);
  const [search, setSearch] = useState('');
  const segments = transcript.data?.segments ?? [];
  const gaps = (transcript.data?.gaps ?? []).map(gapOf);
  const colourOf = useSpeakerColours(meetingId, speakersOf(segments));
  const evidence = useEvidence();

  if (meeting.data === undefined || transcript.data === undefined) {
    const refusal = meeting.error ?? transcript.error;
    return refusal === null ? <Waiting /> : <NothingToSee error={refusal} meetingId={meetingId} />;
  }
  return (
    <Page>
      <div className={styles['page']}>
        <Heading meeting={meeting.data} meetingId={meetingId} />
        <div className={styles['columns']}>
          <NotesColumn
            meetingId={meetingId}
            notes={notes.data}
            isRunning={meeting.data.state !== 'ended'}
            isHost={loadSession(meetingId).hostKey !== null}
            segments={segments}
            colourOf={colourOf}
            onCite={(segmentId) => {
              setSearch('');
              evidence.show(segmentId);
            }}
          />
          <TranscriptColumn
            meeting={meeting.data}
            spoken={segments}
            translations={transcript.data.translations}
            gaps={gaps}
            colourOf={colourOf}
            highlighted={evidence.shown}
            search={search}
            onSearch={setSearch}
          />
        </div>
        {notes.error === null ? null : <Notice tone="bad">{problemText(t, notes.error)}</Notice>}
      </div>
    </Page>
  );
}

interface HeadingProps {
  readonly meeting: Meeting;
  readonly meetingId: string;
}

function Heading({ meeting, meetingId }: HeadingProps) {
  const { t, i18n } = useTranslation();
  const { started_at: started, ended_at: ended, title, state } = meeting;
  const lasted = started && ended ? duration(Date.parse(ended) - Date.parse(started), i18n.language) : null;
  return (
    <header className={styles['heading']}>
      <div>
        <PageTitle className={styles['title']}>{title === '' ? t('after.title') : title}</PageTitle>
        <p className={styles['when']}>
          {started ? <time dateTime={started}>{dayAndTime(started, i18n.language)}</time> : null}
          {lasted === null ? null : <span>{lasted}</span>}
          {state === 'ended' ? null : <span>{t('after.stillRunning')}</span>}
        </p>
      </div>
      <div className={styles['tools']}>
        {loadSession(meetingId).hostKey === null ? null : (
          <LinkButton href={`/m/${meetingId}/quality`}>{t('quality.link')}</LinkButton>
        )}
        {state === 'ended' ? null : (
          <LinkButton href={`/m/${meetingId}`} variant="primary">
            {t('over.rejoin')}
          </LinkButton>
        )}
      </div>
    </header>
  );
}

interface NothingToSeeProps {
  readonly error: Error;
  readonly meetingId: string;
}

function NothingToSee({ error, meetingId }: NothingToSeeProps) {
  const { t } = useTranslation();
  if (error instanceof ApiProblem && error.code === 'meeting_not_found') {
    return (
      <PlainPage
        title={t('meeting.unknownTitle')}
        actions={<LinkButton href="/">{t('app.toStart')}</LinkButton>}
      >
        {t('meeting.unknownText')}
      </PlainPage>
    );
  }
  const wasNotThere =
    error instanceof ApiProblem &&
    ['credential_missing', 'credential_invalid', 'not_allowed'].includes(error.code);
  return (
    <PlainPage
      title={wasNotThere ? t('after.notThereTitle') : t('meeting.failedTitle')}
      actions={
        <>
          {wasNotThere ? (
            <LinkButton href={`/m/${meetingId}`}>{t('after.toMeeting')}</LinkButton>
          ) : (
            <Button variant="primary" onPress={() => window.location.reload()}>
              {t('app.tryAgain')}
            </Button>
          )}
          <LinkButton href="/">{t('app.toStart')}</LinkButton>
        </>
      }
    >
      {wasNotThere ? t('after.notThereText') : problemText(t, error)}
    </PlainPage>
  );
}
