/** A meeting's address: what it says depends on the meeting, and on whether this person has joined. */
import { lazy, Suspense, useCallback, useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation, useSearch } from 'wouter';
import { ApiProblem } from '../../api/problem';
import { useMeeting } from '../../api/queries';
import type { JoinResponse, Meeting } from '../../gen';
import { problemText } from '../../i18n/problem-text';
import type { JoinChoices } from '../../rtc/types';
import { Button } from '../../ui/buttons/Button';
import { LinkButton } from '../../ui/buttons/LinkButton';
import { PlainPage } from '../../ui/page/PlainPage';
import { Waiting } from '../../ui/signs/Waiting';
import { rememberMeeting } from '../landing/recent-meetings';
import { EndedPage } from './EndedPage';
import { PrejoinPage } from './PrejoinPage';

const loadCallPage = () => import('../call/CallPage');
const CallPage = lazy(async () => ({ default: (await loadCallPage()).CallPage }));

/** The page on which one gets ready comes first; then, while the person does so, the call's script. */
const CALL_PAGE_AFTER_MS = 200;

interface Entry {
  readonly join: JoinResponse;
  readonly choices: JoinChoices;
}

interface MeetingPageProps {
  readonly meetingId: string;
}

export function MeetingPage({ meetingId }: MeetingPageProps) {
  const meeting = useMeeting(meetingId);
  const [entry, setEntry] = useState<Entry | null>(null);
  const [, navigate] = useLocation();
  const role = new URLSearchParams(useSearch()).get('role') === 'viewer' ? 'viewer' : 'participant';
  const toAfter = useCallback(() => navigate(`/m/${meetingId}/after`), [navigate, meetingId]);
  const toPrejoin = useCallback(() => setEntry(null), []);

  const isJoinable = meeting.data !== undefined && meeting.data.state !== 'ended';
  useEffect(() => {
    if (!isJoinable) return;
    const timer = setTimeout(() => {
      loadCallPage().catch(() => undefined); // it is tried again when it is needed, and told then
    }, CALL_PAGE_AFTER_MS);
    return () => clearTimeout(timer);
  }, [isJoinable]);

  if (meeting.data !== undefined && entry !== null) {
    return (
      <Suspense fallback={<Waiting />}>
        <CallPage meeting={meeting.data} {...entry} onLeft={toAfter} onRejoin={toPrejoin} />
      </Suspense>
    );
  }
  if (meeting.error !== null)
    return <NoMeetingPage error={meeting.error} onTryAgain={() => void meeting.refetch()} />;
  if (meeting.data === undefined) return <Waiting />;
  if (meeting.data.state === 'ended') return <EndedPage meetingId={meetingId} />;
  const known = meeting.data;
  return (
    <PrejoinPage
      meeting={known}
      role={role}
      onJoined={(join, choices) => {
        rememberVisit(known);
        setEntry({ join, choices });
      }}
    />
  );
}

function rememberVisit(meeting: Meeting) {
  const { meeting_id: meetingId, code, title } = meeting;
  rememberMeeting({ meetingId, code, title, visitedAt: new Date().toISOString() });
}

interface NoMeetingPageProps {
  readonly error: Error;
  readonly onTryAgain: () => void;
}

function NoMeetingPage({ error, onTryAgain }: NoMeetingPageProps) {
  const { t } = useTranslation();
  const isUnknown =
    error instanceof ApiProblem && (error.code === 'meeting_not_found' || error.code === 'invalid_request');
  if (isUnknown) {
    return (
      <PlainPage
        title={t('meeting.unknownTitle')}
        actions={<LinkButton href="/">{t('app.toStart')}</LinkButton>}
      >
        {t('meeting.unknownText')}
      </PlainPage>
    );
  }
  return (
    <PlainPage
      title={t('meeting.failedTitle')}
      actions={
        <Button variant="primary" onPress={onTryAgain}>
          {t('app.tryAgain')}
        </Button>
      }
    >
      {problemText(t, error)}
    </PlainPage>
  );
}
