/** Why a meeting was as it was: one sentence, then what it rests on. For hosts of the meeting and support. */
import { Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { ApiProblem } from '../../api/problem';
import { useDiagnosis } from '../../api/queries';
import type { MeetingDiagnosis } from '../../gen';
import { problemText } from '../../i18n/problem-text';
import { dayAndTime, duration } from '../../i18n/times';
import { Button } from '../../ui/buttons/Button';
import { LinkButton } from '../../ui/buttons/LinkButton';
import { saveText } from '../../ui/copies/save-text';
import { Page } from '../../ui/page/Page';
import { PageTitle } from '../../ui/page/PageTitle';
import { PlainPage } from '../../ui/page/PlainPage';
import { Waiting } from '../../ui/signs/Waiting';
import { BudgetBars } from './BudgetBars';
import { FindingList } from './FindingList';
import { PairList } from './PairList';
import styles from './QualityPage.module.css';
import { Timelines } from './Timelines';
import { tellingOf, verdictText } from './verdict-words';

interface QualityPageProps {
  readonly meetingId: string;
}

/** While the meeting runs there is something new every 15 s. */
const POLL_MS = 15_000;

export function QualityPage({ meetingId }: QualityPageProps) {
  const { t, i18n } = useTranslation();
  const { data, error } = useDiagnosis(meetingId, POLL_MS);
  if (data === undefined) return error === null ? <Waiting /> : <Refused error={error} />;
  const telling = tellingOf(t, i18n.language, data);
  return (
    <Page>
      <article className={styles['page']}>
        <header className={styles['heading']}>
          <p className={styles['when']}>
            <Subject diagnosis={data} />
          </p>
          <PageTitle className={styles['verdict']}>{verdictText(telling, data)}</PageTitle>
          <div className={styles['tools']}>
            <Button
              icon={<Download aria-hidden="true" />}
              onPress={() =>
                saveText(`quality-${meetingId}.json`, JSON.stringify(data, null, 2), 'application/json')
              }
            >
              {t('quality.export')}
            </Button>
            <LinkButton href="/quality" variant="plain">
              {t('quality.toList')}
            </LinkButton>
          </div>
        </header>
        <FindingList diagnosis={data} telling={telling} />
        <Timelines diagnosis={data} telling={telling} />
        <BudgetBars budget={data.budget} nameOf={telling.nameOf} />
        <PairList diagnosis={data} telling={telling} />
      </article>
    </Page>
  );
}

function Subject({ diagnosis }: { readonly diagnosis: MeetingDiagnosis }) {
  const { t, i18n } = useTranslation();
  const { title, started_at: started, now_ms: lasted, state, people } = diagnosis;
  const told = people.filter((person) => person.has_told).length;
  return (
    <>
      <span>{title === '' ? t('after.title') : title}</span>
      {started === null ? null : <time dateTime={started}>{dayAndTime(started, i18n.language)}</time>}
      <span>{state === 'running' ? t('after.stillRunning') : duration(lasted, i18n.language)}</span>
      <span>{t('quality.told', { told, count: people.length })}</span>
    </>
  );
}

function Refused({ error }: { readonly error: Error }) {
  const { t } = useTranslation();
  const isOfHosts =
    error instanceof ApiProblem &&
    ['credential_missing', 'credential_invalid', 'not_allowed'].includes(error.code);
  return (
    <PlainPage
      title={isOfHosts ? t('quality.ofHostsTitle') : t('meeting.failedTitle')}
      actions={<LinkButton href="/quality">{t('quality.toList')}</LinkButton>}
    >
      {isOfHosts ? t('quality.ofHostsText') : problemText(t, error)}
    </PlainPage>
  );
}
