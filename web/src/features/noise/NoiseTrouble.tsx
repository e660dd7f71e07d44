/** In the call: why the chosen suppression is not at work and what is instead, until it is or the person has read it. */
import { useEffect, useState } from 'react';
import { ReadNotice } from '../../ui/signs/ReadNotice';
import { useNoiseWords } from './use-noise-words';

export function NoiseTrouble() {
  const { problem } = useNoiseWords(true);
  const [read, setRead] = useState<string | null>(null);
  useEffect(() => {
    if (problem === null) setRead(null); // the next time it is news again
  }, [problem]);
  if (problem === null || problem === read) return null;
  return (
    <ReadNotice tone="warn" onRead={() => setRead(problem)}>
      {problem}
    </ReadNotice>
  );
}
