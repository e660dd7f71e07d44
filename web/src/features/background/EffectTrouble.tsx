/** In the call: what went wrong with the effect and what others see now, until it is over or the person has read it. */
import { useTranslation } from 'react-i18next';
import { forgetTrouble } from '../../media/background-choice';
import { Button } from '../../ui/buttons/Button';
import { Notice } from '../../ui/signs/Notice';
import { useBackground } from './use-background';
import { useTroubleWords } from './use-trouble-words';

export function EffectTrouble() {
  const { t } = useTranslation();
  const { choice, trouble } = useBackground();
  const words = useTroubleWords();
  if (trouble === null) return null;
  return (
    <Notice
      tone="bad"
      action={
        <Button size="small" variant="plain" onPress={forgetTrouble}>
          {t('quality.own.read')}
        </Button>
      }
    >
      {words(trouble, choice.kind !== 'none')}
    </Notice>
  );
}
