/** Meetings by quality: for support all of them, for everybody else those that this browser is a host of. */
import type { TFunction } from 'i18next';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useDiagnosedMeetings, useDiagnoses } from '../../api/queries';
import { loadSession } from '../../api/session';
import { loadSupportToken, saveSupportToken } from '../../api/support';
import type { Cause, DiagnosedMeeting, Level } from '../../gen';
import { problemText } from '../../i18n/problem-text';
import { dayAndTime } from '../../i18n/times';
import { Button } from '../../ui/buttons/Button';
import { Field } from '../../ui/fields/Field';
import { Page } from '../../ui/page/Page';
import { PageTitle } from '../../ui/page/PageTitle';
import { Notice } from '../../ui/signs/Notice';
import { Waiting } from '../../ui/signs/Waiting';
import { recentMeetings } from '../landing/recent-meetings';
import { causeName } from './cause-names';
import styles from './QualityListPage.module.css';

export function QualityListPage() {
  const { t } = useTranslation();
  const [token, setToken] = useState(loadSupportToken);
  const { data, error } = useDiagnosedMeetings(token);
  const hosted = useHosted();

  function prove(asked: string | null) {
    saveSupportToken(asked);
    setToken(asked);
  }

  return (
    <Page>
      <div className={styles['page']}>
        <PageTitle className={styles['title']}>{t('quality.list.title')}</PageTitle>
        <section aria-labelledby="own-title" className={styles['section']}>
          <h2 id="own-title" className={styles['subtitle']}>
            {t('quality.list.own')}
          </h2>
          {hosted.length === 0 ? <p className={styles['quiet']}>{t('quality.list.noneOwn')}</p> : null}
          <ul>
            {hosted.map(({ meeting: { meetingId, title, code, visitedAt }, level, cause, name }) => (
              <Row
                key={meetingId}
                meetingId={meetingId}
                title={title === '' ? code : title}
                at={visitedAt}
                {...(level === undefined ? {} : { level, what: whatText(t, level, cause, name) })}
              />
            ))}
          </ul>
        </section>
        <section aria-labelledby="all-title" className={styles['section']}>
          <h2 id="all-title" className={styles['subtitle']}>
            {t('quality.list.all')}
          </h2>
          {error === null ? null : <Notice tone="bad">{problemText(t, error)}</Notice>}
          {data === undefined && token !== null && error === null ? (
            <Waiting of="part" />
          ) : data === undefined ? (
            <SupportForm onProve={prove} />
          ) : (
            <>
              {data.meetings.length === 0 ? (
                <p className={styles['quiet']}>{t('quality.list.none')}</p>
              ) : null}
              <ul>
                {data.meetings.map((meeting) => (
                  <Diagnosed key={meeting.meeting_id} meeting={meeting} />
                ))}
              </ul>
              <Button variant="plain" onPress={() => prove(null)}>
                {t('quality.list.forget')}
              </Button>
            </>
          )}
        </section>
      </div>
    </Page>
  );
}

function SupportForm({ onProve }: { readonly onProve: (token: string) => void }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState('');
  return (
    <form
      className={styles['form']}
      onSubmit={(event) => {
        event.preventDefault();
        if (typed.trim() !== '') onProve(typed.trim());
      }}
    >
      <Field
        label={t('quality.list.token')}
        hint={t('quality.list.tokenHint')}
        value={typed}
        onChange={setTyped}
        autoComplete="off"
      />
      <Button type="submit">{t('quality.list.show')}</Button>
    </form>
  );
}

/** Meetings of this browser's host keys, the worst first; what is not known yet comes last. */
function useHosted() {
  const [meetings] = useState(() =>
    recentMeetings().filter(({ meetingId }) => loadSession(meetingId).hostKey !== null),
  );
  const diagnoses = useDiagnoses(meetings.map(({ meetingId }) => meetingId));
  return meetings
    .map((meeting, index) => {
      const diagnosis = diagnoses[index];
      const first = diagnosis?.findings[0];
      const name = diagnosis?.people.find(({ identity }) => identity === first?.who)?.name ?? null;
      return { meeting, level: diagnosis?.level, cause: first?.cause ?? null, name };
    })
    .sort((one, other) => WORST_FIRST.indexOf(one.level) - WORST_FIRST.indexOf(other.level));
}

const WORST_FIRST: readonly (Level | undefined)[] = ['poor', 'fair', 'unknown', 'good', undefined];

function whatText(t: TFunction, level: Level, cause: Cause | null, name: string | null): string {
  if (cause !== null) return causeName(t, cause, name);
  return level === 'unknown' ? t('quality.list.unknown') : t('quality.list.good');
}

function Diagnosed({ meeting }: { readonly meeting: DiagnosedMeeting }) {
  const { t } = useTranslation();
  const { cause, cause_name: name, level } = meeting;
  return (
    <Row
      meetingId={meeting.meeting_id}
      title={meeting.title === '' ? t('after.title') : meeting.title}
      at={meeting.started_at}
      level={level}
      what={whatText(t, level, cause, name)}
    />
  );
}

interface RowProps {
  readonly meetingId: string;
  readonly title: string;
  /** ISO 8601. */
  readonly at: string;
  readonly level?: Level;
  readonly what?: string;
}

function Row({ meetingId, title, at, level, what }: RowProps) {
  const { i18n } = useTranslation();
  return (
    <li>
      <Link href={`/m/${meetingId}/quality`} className={styles['meeting']}>
        {level === undefined ? null : (
          <span className={styles['level']} data-level={level} aria-hidden="true" />
        )}
        <span className={styles['name']}>{title}</span>
        {what === undefined ? null : <span className={styles['what']}>{what}</span>}
        <time className={styles['when']} dateTime={at}>
          {dayAndTime(at, i18n.language)}
        </time>
      </Link>
    </li>
  );
}
