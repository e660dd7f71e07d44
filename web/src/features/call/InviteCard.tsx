import { Check, Link as LinkIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../gen';
import { Button } from '../../ui/Button';
import { useCopy } from '../../ui/use-copy';
import styles from './InviteCard.module.css';
import { meetingLink } from './meeting-link';

interface InviteCardProps {
  readonly meeting: Meeting;
  /** Says first that nobody else is here. */
  readonly isAlone?: boolean;
}

/** How the others get in: the code to say, the link to send. */
export function InviteCard({ meeting, isAlone = true }: InviteCardProps) {
  const { t } = useTranslation();
  const [isCopied, copy] = useCopy();
  return (
    <section className={styles['card']} aria-label={t('call.inviteLabel')}>
      <p className={styles['words']}>
        {isAlone ? `${t('call.alone')} ` : null}
        <span className={styles['muted']}>{t('call.aloneCode')}</span>{' '}
        <strong className={styles['code']}>{meeting.code}</strong>
      </p>
      <Button
        size="small"
        icon={isCopied ? <Check aria-hidden="true" /> : <LinkIcon aria-hidden="true" />}
        onPress={() => copy(meetingLink(meeting.meeting_id))}
      >
        {isCopied ? t('call.linkCopied') : t('call.copyLink')}
      </Button>
    </section>
  );
}
