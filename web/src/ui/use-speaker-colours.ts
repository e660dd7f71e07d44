import { useEffect, useMemo, useRef } from 'react';
import {
  assignColours,
  type ColourOf,
  preferredColour,
  rememberColours,
  rememberedColours,
} from './speaker-colours';

/** The colours of these people in this meeting; identities in order of arrival. */
export function useSpeakerColours(meetingId: string, identities: readonly string[]): ColourOf {
  const key = identities.join('\n');
  const kept = useRef<{ meetingId: string; colours: ReadonlyMap<string, number> } | null>(null);
  const colours = useMemo(() => {
    const before =
      kept.current?.meetingId === meetingId ? kept.current.colours : rememberedColours(meetingId);
    const after = assignColours(before, key === '' ? [] : key.split('\n'));
    kept.current = { meetingId, colours: after };
    return after;
  }, [meetingId, key]);
  useEffect(() => {
    if (colours.size > 0) rememberColours(meetingId, colours);
  }, [meetingId, colours]);
  return useMemo(() => (identity) => colours.get(identity) ?? preferredColour(identity), [colours]);
}
