/** In the call: why the chosen suppression is not at work and what is instead, until it is or the person has read it. */
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../ui/buttons/Button';
import { Notice } from '../../ui/signs/Notice';
import { useNoiseWords } from './use-noise-words';

export function NoiseTrouble() {
  const { t } = useTranslation();
  const { problem } = useNoiseWords(true);
  const [read, setRead] = useState<string | null>(null);
  useEffect(() => {
    if (problem === null) setRead(null); // the next time it is news again
  }, [problem]);
  if (problem === null || problem === read) return null;
  return (
    <Notice
      tone="warn"
      action={
        <Button size="small" variant="plain" onPress={() => setRead(problem)}>
          {t('quality.own.read')}
        </Button>
      }
    >
      {problem}
    </Notice>
  );
}
