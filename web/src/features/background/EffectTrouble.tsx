/** In the call: what went wrong with the effect and what others see now, until it is over or the person has read it. */
import { forgetTrouble } from '../../media/background-choice';
import { ReadNotice } from '../../ui/signs/ReadNotice';
import { useBackground } from './use-background';
import { useTroubleWords } from './use-trouble-words';

export function EffectTrouble() {
  const { choice, trouble } = useBackground();
  const words = useTroubleWords();
  if (trouble === null) return null;
  return (
    <ReadNotice tone="bad" onRead={forgetTrouble}>
      {words(trouble, choice.kind !== 'none')}
    </ReadNotice>
  );
}
