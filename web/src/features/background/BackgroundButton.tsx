import { ImageUpscale } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../../ui/buttons/IconButton';
import { BackgroundSheet } from './BackgroundSheet';
import { useBackground } from './use-background';

interface BackgroundButtonProps {
  readonly preview: ReactNode;
}

/** On the preview: opens the choice of what is behind oneself. */
export function BackgroundButton({ preview }: BackgroundButtonProps) {
  const { t } = useTranslation();
  const { choice, trouble } = useBackground();
  const [isOpen, setOpen] = useState(false);
  return (
    <>
      <IconButton
        label={t('background.title')}
        icon={<ImageUpscale aria-hidden="true" />}
        look={choice.kind === 'none' ? 'usual' : 'active'}
        isMarked={trouble !== null}
        onPress={() => setOpen(true)}
      />
      <BackgroundSheet preview={preview} isOpen={isOpen} onClose={() => setOpen(false)} />
    </>
  );
}
