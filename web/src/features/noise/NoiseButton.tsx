/** Before joining: whether noise is taken out, and the way to decide and to hear it. */
import { AudioLines } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useStore } from 'zustand';
import { noisePreferences } from '../../media/noise/preferences';
import { Button } from '../../ui/buttons/Button';
import { Sheet } from '../../ui/panels/Sheet';
import { NoisePanel } from './NoisePanel';

interface NoiseButtonProps {
  readonly microphoneId: string | null;
}

export function NoiseButton({ microphoneId }: NoiseButtonProps) {
  const { t } = useTranslation();
  const [isOpen, setOpen] = useState(false);
  const { isOn, isMusic } = useStore(noisePreferences);
  const close = () => setOpen(false);
  return (
    <>
      <Button icon={<AudioLines aria-hidden="true" />} onPress={() => setOpen(true)}>
        {label()}
      </Button>
      <Sheet
        title={t('noise.title')}
        isOpen={isOpen}
        onClose={close}
        actions={<Button onPress={close}>{t('app.done')}</Button>}
      >
        {isOpen ? <NoisePanel microphoneId={microphoneId} /> : null}
      </Sheet>
    </>
  );

  function label(): string {
    if (isMusic) return t('noise.buttonMusic');
    return isOn ? t('noise.buttonOurs') : t('noise.buttonBrowser');
  }
}
