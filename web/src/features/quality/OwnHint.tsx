/** What is wrong on one's own side of the call and what to do, until it is over or the person has read it. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useOwnQuality } from '../../api/queries';
import type { Cause } from '../../gen';
import { ReadNotice } from '../../ui/signs/ReadNotice';
import { adviceText, ownCauseText } from './advice-words';

interface OwnHintProps {
  readonly meetingId: string;
  readonly isConnected: boolean;
}

export function OwnHint({ meetingId, isConnected }: OwnHintProps) {
  const { t } = useTranslation();
  const { data } = useOwnQuality(meetingId, isConnected);
  const [read, setRead] = useState<ReadonlySet<Cause>>(new Set());
  const cause = data?.cause ?? null;
  const what = cause === null ? null : ownCauseText(t, cause);
  if (!isConnected || cause === null || what === null || read.has(cause)) return null;
  return (
    <ReadNotice tone="warn" onRead={() => setRead(new Set([...read, cause]))}>
      {[what, ...(data?.advice ?? []).map((advice) => adviceText(t, advice))].join(' ')}
    </ReadNotice>
  );
}
