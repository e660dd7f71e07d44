/** Start a meeting or join one. What Parley is, is said once, set as a caption. */
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import { useCreateMeeting, useLeaving } from '../../api/queries';
import { problemText } from '../../i18n/problem-text';
import { Button } from '../../ui/buttons/Button';
import { Page } from '../../ui/page/Page';
import { PageTitle } from '../../ui/page/PageTitle';
import { Notice } from '../../ui/signs/Notice';
import { leavingWords } from '../prejoin/leaving-words';
import { JoinForm } from './JoinForm';
import styles from './LandingPage.module.css';
import { RecentList } from './RecentList';
import { recentMeetings } from './recent-meetings';

/** Speaker colours of the people in the picture; the first of them speaks. */
const PEOPLE = [1, 2, 4, 3] as const;

export function LandingPage() {
  const { t } = useTranslation();
  const [, navigate] = useLocation();
  const create = useCreateMeeting();
  const leaving = useLeaving();

  function start() {
    create.mutate('', { onSuccess: (meeting) => navigate(`/m/${meeting.meeting_id}`) });
  }

  return (
    <Page width="full">
      <div className={styles['layout']}>
        <section className={styles['actions']}>
          <PageTitle className={styles['title']}>{t('landing.title')}</PageTitle>
          <div className={styles['start']}>
            <Button variant="primary" size="large" isPending={create.isPending} onPress={start}>
              {t('landing.start')}
            </Button>
            {create.error === null ? null : <Notice tone="bad">{problemText(t, create.error)}</Notice>}
          </div>
          <JoinForm />
          <p className={styles['disclosure']}>
            {t('landing.madeByAi')} {leavingWords(t, leaving)} {t('landing.hostDecides')}
          </p>
          <RecentList meetings={recentMeetings()} />
        </section>
        <section className={styles['stage']} data-stage="" aria-label={t('landing.aboutLabel')}>
          <div className={styles['tiles']} aria-hidden="true">
            {PEOPLE.map((colour) => (
              <span key={colour} className={styles['tile']} data-speaker={colour} />
            ))}
          </div>
          <figure className={styles['caption']}>
            <figcaption className={styles['speaker']} data-speaker={PEOPLE[0]}>
              {t('landing.aboutSpeaker')}
            </figcaption>
            <p className={styles['words']}>
              {t('landing.aboutFirm')} <span className={styles['coming']}>{t('landing.aboutComing')}</span>
            </p>
          </figure>
        </section>
      </div>
    </Page>
  );
}
