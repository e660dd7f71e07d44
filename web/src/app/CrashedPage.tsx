import { useTranslation } from 'react-i18next';
import { Button } from '../ui/buttons/Button';
import { PlainPage } from '../ui/page/PlainPage';

/** What is left when drawing failed: say so, and offer to load again. */
export function CrashedPage() {
  const { t } = useTranslation();
  return (
    <PlainPage
      title={t('app.crashedTitle')}
      actions={
        <Button variant="primary" onPress={() => window.location.reload()}>
          {t('app.reload')}
        </Button>
      }
    >
      {t('app.crashedText')}
    </PlainPage>
  );
}
