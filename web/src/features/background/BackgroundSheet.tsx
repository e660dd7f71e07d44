/** The background's settings as a dialog of their own; what they need is loaded when it first opens. */
import { lazy, type ReactNode, Suspense } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/buttons/Button';
import { Sheet } from '../../ui/panels/Sheet';
import { Spinner } from '../../ui/signs/Spinner';

const BackgroundSettings = lazy(async () => ({
  default: (await import('./BackgroundSettings')).BackgroundSettings,
}));

interface BackgroundSheetProps {
  readonly preview: ReactNode;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function BackgroundSheet({ preview, isOpen, onClose }: BackgroundSheetProps) {
  const { t } = useTranslation();
  return (
    <Sheet
      title={t('background.title')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <Button variant="primary" onPress={onClose}>
          {t('app.done')}
        </Button>
      }
    >
      <Suspense fallback={<Spinner />}>
        <BackgroundSettings preview={preview} />
      </Suspense>
    </Sheet>
  );
}
