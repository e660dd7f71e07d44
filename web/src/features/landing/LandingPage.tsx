/** Start a meeting or join one. What Parley is, is said once, set as a caption. */
import { useTranslation } from 'react-i18next';
import { useLeaving } from '../../api/queries';
import { Page } from '../../ui/page/Page';
import { PageTitle } from '../../ui/page/PageTitle';
import { leavingWords } from '../prejoin/leaving-words';
import { JoinForm } from './JoinForm';
import styles from './LandingPage.module.css';
import { RecentList } from './RecentList';
import { recentMeetings } from './recent-meetings';
import { StartForm } from './StartForm';

/** Speaker colours of the people in the picture; the first of them speaks. */
const PEOPLE = [1, 2, 4, 3] as const;

export function LandingPage() {
  const { t } = useTranslation();
  const leaving = useLeaving();

  return (
    <Page width="full">
      <div className={styles['layout']}>
        <section className={styles['actions']}>
          <PageTitle className={styles['title']}>{t('landing.title')}</PageTitle>
          <StartForm />
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
