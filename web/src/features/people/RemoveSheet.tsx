import { useTranslation } from 'react-i18next';
import { useHostCommands } from '../../api/queries';
import { problemText } from '../../i18n/problem-text';
import type { ParticipantView } from '../../rtc/types';
import { Button } from '../../ui/buttons/Button';
import { Sheet } from '../../ui/panels/Sheet';
import { Notice } from '../../ui/signs/Notice';

interface RemoveSheetProps {
  readonly meetingId: string;
  /** Whom to remove; null keeps the sheet closed. */
  readonly person: ParticipantView | null;
  readonly onClose: () => void;
}

export function RemoveSheet({ meetingId, person, onClose }: RemoveSheetProps) {
  const { t } = useTranslation();
  const { remove } = useHostCommands(meetingId);
  const name = person?.name ?? '';
  return (
    <Sheet
      role="alertdialog"
      title={t('people.removeTitle', { name })}
      isOpen={person !== null}
      onClose={onClose}
      actions={
        <>
          <Button onPress={onClose}>{t('app.cancel')}</Button>
          <Button
            variant="danger"
            isPending={remove.isPending}
            onPress={() => {
              if (person !== null) remove.mutate(person.identity, { onSuccess: onClose });
            }}
          >
            {t('people.removeConfirm')}
          </Button>
        </>
      }
    >
      <p>{t('people.removeText')}</p>
      {remove.error === null ? null : <Notice tone="bad">{problemText(t, remove.error)}</Notice>}
    </Sheet>
  );
}
