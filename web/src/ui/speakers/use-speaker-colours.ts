import { useEffect, useMemo, useRef } from 'react';
import {
  type Arrival,
  type Arrivals,
  type ColourOf,
  coloursOf,
  preferredColour,
  rememberArrivals,
  rememberedArrivals,
  withNewcomers,
} from './speaker-colours';

/** The colours of these people, and of all who were in this meeting before them. */
export function useSpeakerColours(meetingId: string, people: readonly Arrival[]): ColourOf {
  const kept = useRef<{ meetingId: string; arrivals: Arrivals } | null>(null);
  const before =
    kept.current?.meetingId === meetingId ? kept.current.arrivals : rememberedArrivals(meetingId);
  const arrivals = withNewcomers(before, people);
  kept.current = { meetingId, arrivals };
  useEffect(() => {
    if (arrivals.size > 0) rememberArrivals(meetingId, arrivals);
  }, [meetingId, arrivals]);
  return useMemo(() => {
    const colours = coloursOf(arrivals);
    return (identity) => colours.get(identity) ?? preferredColour(identity);
  }, [arrivals]);
}
