import { useState } from 'react';
import type { CaptionView, ParticipantView } from '../../../rtc/types';

/**
 * How it came that nobody else is here. `unknown`: the meeting ran before we came in (or back), so somebody may
 * have been here. Null while there is company.
 */
export type Alone = 'first' | 'left' | 'unknown' | null;

/** @param wasWaiting nobody had come when this person joined; only the first value counts */
export function useAlone(
  people: readonly ParticipantView[],
  captions: readonly CaptionView[],
  wasWaiting: boolean,
): Alone {
  const [isFirst] = useState(wasWaiting);
  const [hasMet, setMet] = useState(false);
  const self = people.find((person) => person.isLocal);
  const isMeeting = people.some((person) => !person.isLocal);
  if (!hasMet && self !== undefined) {
    const isTold = captions.some((caption) => caption.speaker !== self.identity);
    if (isMeeting || isTold) setMet(true);
  }
  if (self === undefined || isMeeting) return null;
  if (hasMet) return 'left';
  return isFirst ? 'first' : 'unknown';
}
