/** What fits one line of captions, measured with the letters that draw it. */
import { type RefObject, useEffect, useLayoutEffect, useState } from 'react';
import { useSize } from '../../../ui/use-size';
import type { Fits } from './caption-lines';

const MOST_CHARACTERS = 60;
/** As `.block` in CaptionBlock.module.css: what the box holds beside the words, in rem. */
const PADDING_REM = 2.5;
/** As `.block` in CaptionBlock.module.css: the widest that a box becomes, in em. */
const WIDEST_EM = 33;

/**
 * Measured once the look is in the page, and before it is painted: while it is being drawn, the page still has the
 * letters of before.
 *
 * @param area Where captions lie, as wide as they may become, set in their letters.
 * @param look Changes whenever the letters may have changed.
 */
export function useLineFit(area: RefObject<HTMLElement | null>, look: string): Fits {
  const { width } = useSize(area);
  const loaded = useLoadedFonts();
  const [fits, setFits] = useState<Fits>(() => fitsByCount);
  useLayoutEffect(() => {
    const element = area.current;
    const measured = element === null ? null : fitsIn(element, width, `${look} ${loaded}`);
    setFits(() => measured ?? fitsByCount);
  }, [area, width, look, loaded]);
  return fits;
}

function fitsByCount(text: string): boolean {
  return [...text].length <= MOST_CHARACTERS;
}

/** Null where nothing can be drawn. The look and the fonts at hand are arguments, for they are what it depends on. */
function fitsIn(element: HTMLElement, width: number, _drawnWith: string): Fits | null {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null || width === 0) return null;
  const { fontSize, fontFamily, fontWeight } = getComputedStyle(element);
  context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
  const widest = Math.min(width, WIDEST_EM * Number.parseFloat(fontSize)) - PADDING_REM * rem;
  return (text) => fitsByCount(text) && context.measureText(text).width <= widest;
}

/** Counts the times that fonts came, for they change every width. */
function useLoadedFonts(): number {
  const [count, setCount] = useState(0);
  useEffect(() => {
    const fonts: FontFaceSet | undefined = document.fonts;
    if (fonts === undefined) return; // no fonts without a screen
    const countOn = () => setCount((before) => before + 1);
    fonts.addEventListener('loadingdone', countOn);
    return () => fonts.removeEventListener('loadingdone', countOn);
  }, []);
  return count;
}
