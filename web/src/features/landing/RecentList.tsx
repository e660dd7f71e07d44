import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { dayAndTime } from '../../i18n/times';
import styles from './RecentList.module.css';
import type { RecentMeeting } from './recent-meetings';

interface RecentListProps {
  readonly meetings: readonly RecentMeeting[];
}

/** Meetings this browser was in; nothing at all when there are none. */
export function RecentList({ meetings }: RecentListProps) {
  const { t, i18n } = useTranslation();
  if (meetings.length === 0) return null;
  return (
    <section className={styles['recent']}>
      <h2 className={styles['title']}>{t('landing.recent')}</h2>
      <ul>
        {meetings.map((meeting) => (
          <li key={meeting.meetingId}>
            <Link href={`/m/${meeting.meetingId}`} className={styles['meeting']}>
              <span className={styles['name']}>{meeting.title === '' ? meeting.code : meeting.title}</span>
              <time className={styles['when']} dateTime={meeting.visitedAt}>
                {dayAndTime(meeting.visitedAt, i18n.language)}
              </time>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
