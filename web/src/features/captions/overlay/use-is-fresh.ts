import { useEffect, useState } from 'react';
import type { CaptionView } from '../../../rtc/types';

/**
 * True until nothing new was said for `stayMs`. What is finished from the start is not new, and neither is what stands
 * last only because later words were withdrawn: it stays while the reader may still be at it, and never comes back.
 */
export function useIsFresh(last: CaptionView | undefined, stayMs: number): boolean {
  const [newest, setNewest] = useState(last);
  if (last !== undefined && isNews(last, newest)) setNewest(last);
  const key = keyOf(newest);
  const [staleKey, setStaleKey] = useState<string | null>(last?.isFinal === true ? key : null);
  useEffect(() => {
    const timer = setTimeout(() => setStaleKey(key), stayMs);
    return () => clearTimeout(timer);
  }, [key, stayMs]);
  const isLeftBehind = newest !== undefined && last !== undefined && newest.endMs - last.endMs > stayMs;
  return staleKey !== key && !isLeftBehind;
}

function isNews(caption: CaptionView, newest: CaptionView | undefined): boolean {
  if (caption === newest) return false;
  if (newest === undefined || caption.segmentId === newest.segmentId) return true;
  return caption.startMs >= newest.startMs;
}

function keyOf(caption: CaptionView | undefined): string {
  return `${caption?.segmentId}:${caption?.text}:${caption?.isFinal}:${caption?.translation?.text ?? ''}`;
}
