import { useEffect, useState } from 'react';
import type { CaptionView } from '../../../rtc/types';

interface Seen {
  readonly captions: readonly CaptionView[];
  /** Among all that was ever there: later ones may have been withdrawn. */
  readonly newest: CaptionView | undefined;
}

/**
 * True until nothing new was said for `stayMs`. New is what was said last, and whatever somebody adds who began before
 * others put in a word. What is finished from the start is not new, and neither is what stands last only because later
 * words were withdrawn: it stays while the reader may still be at it, and never comes back.
 *
 * @param captions in order of start
 */
export function useIsFresh(captions: readonly CaptionView[], stayMs: number): boolean {
  const [seen, setSeen] = useState<Seen>({ captions, newest: captions.findLast(isOpen) ?? captions.at(-1) });
  if (captions !== seen.captions) setSeen({ captions, newest: newsOf(captions, seen) ?? seen.newest });
  const { newest } = seen;
  const key = keyOf(newest);
  const [staleKey, setStaleKey] = useState<string | null>(newest?.isFinal === true ? key : null);
  useEffect(() => {
    const timer = setTimeout(() => setStaleKey(key), stayMs);
    return () => clearTimeout(timer);
  }, [key, stayMs]);
  return staleKey !== key && !isLeftBehind(captions, newest, stayMs);
}

function newsOf(
  captions: readonly CaptionView[],
  { captions: before, newest }: Seen,
): CaptionView | undefined {
  const last = captions.at(-1);
  const isLater = last !== undefined && (newest === undefined || last.startMs >= newest.startMs);
  if (isLater && keyOf(last) !== keyOf(before.findLast(({ segmentId }) => segmentId === last.segmentId)))
    return last;
  const open = new Map(before.filter(isOpen).map((caption) => [caption.segmentId, caption]));
  return captions.findLast((caption) => {
    const known = open.get(caption.segmentId);
    return (known !== undefined || isOpen(caption)) && keyOf(caption) !== keyOf(known);
  });
}

/** Whether the newest words were withdrawn, and what is left was said long before them. */
function isLeftBehind(
  captions: readonly CaptionView[],
  newest: CaptionView | undefined,
  stayMs: number,
): boolean {
  const last = captions.at(-1);
  if (last === undefined || newest === undefined) return false;
  const isThere = captions.some((caption) => caption.segmentId === newest.segmentId);
  return !isThere && newest.endMs - last.endMs > stayMs;
}

const isOpen = (caption: CaptionView) => !caption.isFinal;

function keyOf(caption: CaptionView | undefined): string {
  return `${caption?.segmentId}:${caption?.text}:${caption?.isFinal}:${caption?.translation?.text ?? ''}`;
}
