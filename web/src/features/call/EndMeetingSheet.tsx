import { useTranslation } from 'react-i18next';
import { useHostCommands } from '../../api/queries';
import { problemText } from '../../i18n/problem-text';
import { Button } from '../../ui/buttons/Button';
import { Sheet } from '../../ui/panels/Sheet';
import { Notice } from '../../ui/signs/Notice';

interface EndMeetingSheetProps {
  readonly meetingId: string;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

/** Asks once before everyone is sent out. The page itself moves on when the room says that it is over. */
export function EndMeetingSheet({ meetingId, isOpen, onClose }: EndMeetingSheetProps) {
  const { t } = useTranslation();
  const { end } = useHostCommands(meetingId);
  return (
    <Sheet
      role="alertdialog"
      title={t('host.endTitle')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button variant="danger" isPending={end.isPending || end.isSuccess} onPress={() => end.mutate()}>
            {t('host.endConfirm')}
          </Button>
        </>
      }
    >
      <p>{t('host.endText')}</p>
      {end.error === null ? null : <Notice tone="bad">{problemText(t, end.error)}</Notice>}
    </Sheet>
  );
}
