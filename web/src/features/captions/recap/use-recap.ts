import { useEffect, useState } from 'react';
import type { CaptionView } from '../../../rtc/types';
import { recap } from './recap';

const STAY_MS = 45_000; // a minute of speech is read in less; the panel keeps it for the rest

export interface Recap {
  /** Empty: there is nothing to tell, or it has been told. */
  readonly missed: readonly CaptionView[];
  /** Whoever is reading holds it; else it leaves by itself. */
  readonly hold: (isHeld: boolean) => void;
  readonly close: () => void;
}

/**
 * What was said in the minute before this page came in, told once.
 *
 * @param isToldElsewhere The panel with everything is open: that ends it too.
 */
export function useRecap(
  captions: readonly CaptionView[],
  joinedAtMs: number | null,
  isToldElsewhere: boolean,
): Recap {
  const [isOver, setIsOver] = useState(false);
  const [isHeld, hold] = useState(false);
  if (isToldElsewhere && !isOver) setIsOver(true);
  const missed = isOver ? [] : recap(captions, joinedAtMs);
  const isTelling = missed.length > 0;
  useEffect(() => {
    if (!isTelling || isHeld) return;
    const timer = setTimeout(() => setIsOver(true), STAY_MS);
    return () => clearTimeout(timer);
  }, [isTelling, isHeld]);
  return { missed, hold, close: () => setIsOver(true) };
}
