import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Meeting } from '../../../gen';
import type { CaptionView, ParticipantView } from '../../../rtc/types';
import { InviteCard } from './InviteCard';
import { type Alone, useAlone } from './use-alone';

interface AloneCardProps {
  readonly meeting: Meeting;
  readonly people: readonly ParticipantView[];
  readonly captions: readonly CaptionView[];
  readonly isConnected: boolean;
}

/** How to get others in, while nobody else is here; draws nothing in company. */
export function AloneCard({ meeting, people, captions, isConnected }: AloneCardProps) {
  const { t } = useTranslation();
  const alone = useAlone(people, captions, meeting.state === 'waiting');
  return alone === null || !isConnected ? null : <InviteCard meeting={meeting} lead={aloneText(t, alone)} />;
}

function aloneText(t: TFunction, alone: Exclude<Alone, null>): string {
  switch (alone) {
    case 'first':
      return t('call.alone');
    case 'left':
      return t('call.aloneLeft');
    case 'unknown':
      return t('call.aloneUnknown');
  }
}
