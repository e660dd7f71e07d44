import { useTranslation } from 'react-i18next';
import type { DisconnectReason } from '../../rtc/types';
import { Button } from '../../ui/buttons/Button';
import { LinkButton } from '../../ui/buttons/LinkButton';
import { PlainPage } from '../../ui/page/PlainPage';

interface CallOverPageProps {
  readonly reason: Exclude<DisconnectReason, 'left' | 'ended'>;
  readonly meetingId: string;
  readonly onRejoin: () => void;
}

/** Why the call is over for this person although the meeting goes on, and the way back if there is one. */
export function CallOverPage({ reason, meetingId, onRejoin }: CallOverPageProps) {
  const { t } = useTranslation();
  const words = {
    lost: { title: t('over.lostTitle'), text: t('over.lostText') },
    duplicate: { title: t('over.duplicateTitle'), text: t('over.duplicateText') },
    removed: { title: t('over.removedTitle'), text: t('over.removedText') },
  }[reason];
  return (
    <PlainPage
      title={words.title}
      actions={
        <>
          {reason === 'removed' ? null : (
            <Button variant="primary" onPress={onRejoin}>
              {reason === 'duplicate' ? t('over.rejoinHere') : t('over.rejoin')}
            </Button>
          )}
          {reason === 'removed' ? (
            <LinkButton href="/">{t('app.toStart')}</LinkButton>
          ) : (
            <LinkButton href={`/m/${meetingId}/after`}>{t('meeting.toNotes')}</LinkButton>
          )}
        </>
      }
    >
      {words.text}
    </PlainPage>
  );
}
