import { useTranslation } from 'react-i18next';
import { credentialOf, loadSession } from '../../api/session';
import { LinkButton } from '../../ui/buttons/LinkButton';
import { PlainPage } from '../../ui/page/PlainPage';

interface EndedPageProps {
  readonly meetingId: string;
}

/** An ended meeting; whoever was in it from this browser finds its notes and transcript. */
export function EndedPage({ meetingId }: EndedPageProps) {
  const { t } = useTranslation();
  const wasThere = credentialOf(loadSession(meetingId)) !== null;
  return (
    <PlainPage
      title={t('meeting.endedTitle')}
      actions={
        <>
          {wasThere ? (
            <LinkButton href={`/m/${meetingId}/after`} variant="primary">
              {t('meeting.toNotes')}
            </LinkButton>
          ) : null}
          <LinkButton href="/">{t('app.toStart')}</LinkButton>
        </>
      }
    >
      {wasThere ? t('meeting.endedTextThere') : t('meeting.endedText')}
    </PlainPage>
  );
}
