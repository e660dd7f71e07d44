/** How captions look to this person: each choice at once in the sample, on the stage behind, and for next time. */
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/buttons/Button';
import { RadioRow } from '../../../ui/fields/RadioRow';
import { Sheet } from '../../../ui/panels/Sheet';
import { CaptionSample } from './CaptionSample';
import { CAPTION_LOOKS, USUAL_LOOK, useCaptionPreferences } from './caption-preferences';
import { useLookNames } from './use-look-names';

interface CaptionSettingsSheetProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function CaptionSettingsSheet({ isOpen, onClose }: CaptionSettingsSheetProps) {
  const { t } = useTranslation();
  const { look, restyle } = useCaptionPreferences();
  const names = useLookNames();
  return (
    <Sheet
      title={t('captionLook.title')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <>
          <Button variant="plain" onPress={() => restyle(USUAL_LOOK)}>
            {t('captionLook.usual')}
          </Button>
          <Button variant="primary" onPress={onClose}>
            {t('app.done')}
          </Button>
        </>
      }
    >
      <CaptionSample look={look} />
      <RadioRow
        label={t('captionLook.size')}
        choices={CAPTION_LOOKS.size.map((id) => ({ id, name: names.size[id] }))}
        chosen={look.size}
        onChoose={(size) => restyle({ size })}
      />
      <RadioRow
        label={t('captionLook.font')}
        choices={CAPTION_LOOKS.font.map((id) => ({ id, name: names.font[id] }))}
        chosen={look.font}
        onChoose={(font) => restyle({ font })}
      />
      <RadioRow
        label={t('captionLook.contrast')}
        choices={CAPTION_LOOKS.contrast.map((id) => ({ id, name: names.contrast[id] }))}
        chosen={look.contrast}
        onChoose={(contrast) => restyle({ contrast })}
      />
      <RadioRow
        label={t('captionLook.background')}
        choices={CAPTION_LOOKS.background.map((id) => ({ id, name: names.background[id] }))}
        chosen={look.background}
        onChoose={(background) => restyle({ background })}
      />
      <RadioRow
        label={t('captionLook.position')}
        choices={CAPTION_LOOKS.position.map((id) => ({ id, name: names.position[id] }))}
        chosen={look.position}
        onChoose={(position) => restyle({ position })}
      />
    </Sheet>
  );
}
