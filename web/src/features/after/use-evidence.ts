import { useEffect, useState } from 'react';

interface Evidence {
  readonly shown: string | null;
  readonly show: (segmentId: string) => void;
}

/** The element of a segment in the transcript. */
export const segmentElementId = (segmentId: string) => `segment-${segmentId}`;

/** Follows a citation: scrolls to the segment, moves focus there and marks it. */
export function useEvidence(): Evidence {
  const [cited, setCited] = useState<{ readonly segmentId: string; readonly count: number } | null>(null);
  useEffect(() => {
    if (cited === null) return;
    const element = document.getElementById(segmentElementId(cited.segmentId));
    const isCalm = window.matchMedia('(prefers-reduced-motion: reduce)').matches;
    element?.scrollIntoView({ block: 'center', behavior: isCalm ? 'auto' : 'smooth' });
    element?.focus({ preventScroll: true });
  }, [cited]);
  return {
    shown: cited?.segmentId ?? null,
    show: (segmentId) => setCited({ segmentId, count: (cited?.count ?? 0) + 1 }),
  };
}
