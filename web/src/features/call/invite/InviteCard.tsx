import { Check, Link as LinkIcon } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../../gen';
import { Button } from '../../../ui/buttons/Button';
import { CopyRefused } from '../../../ui/copies/CopyRefused';
import { useCopy } from '../../../ui/copies/use-copy';
import styles from './InviteCard.module.css';
import { meetingLink } from './meeting-link';

interface InviteCardProps {
  readonly meeting: Meeting;
  /** Says first why one would invite people now. */
  readonly lead?: string;
}

/** How the others get in: the code to say, the link to send. */
export function InviteCard({ meeting, lead }: InviteCardProps) {
  const { t } = useTranslation();
  const [copying, copy] = useCopy();
  const isCopied = copying === 'copied';
  return (
    <section className={styles['card']} aria-label={t('call.inviteLabel')}>
      <p className={styles['words']}>
        {lead === undefined ? null : `${lead} `}
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
      <CopyRefused outcome={copying} words={t('call.linkRefused')} />
    </section>
  );
}
