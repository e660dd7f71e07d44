/** What fits one line of captions, measured with the letters that draw it. */
import { type RefObject, useEffect, useMemo, useState } from 'react';
import { useSize } from '../../ui/use-size';
import type { Fits } from './caption-lines';

const MOST_CHARACTERS = 60;
/** As `.block` in CaptionBlock.module.css: what the box holds beside the words, in rem. */
const PADDING_REM = 2.5;
/** As `.block` in CaptionBlock.module.css: the widest that a box becomes, in em. */
const WIDEST_EM = 33;

/**
 * @param area Where captions lie, as wide as they may become, set in their letters.
 * @param look Changes whenever the letters may have changed.
 */
export function useLineFit(area: RefObject<HTMLElement | null>, look: string): Fits {
  const { width } = useSize(area);
  const loaded = useLoadedFonts();
  return useMemo(() => {
    const element = area.current;
    const measure = element === null || width === 0 ? null : measureIn(element, `${look} ${loaded}`);
    if (measure === null) return (text) => text.length <= MOST_CHARACTERS;
    const rem = Number.parseFloat(getComputedStyle(document.documentElement).fontSize);
    const widest = Math.min(width, WIDEST_EM * measure.em) - PADDING_REM * rem;
    return (text) => [...text].length <= MOST_CHARACTERS && measure.width(text) <= widest;
  }, [area, width, look, loaded]);
}

interface Measure {
  /** Letter size in CSS pixels. */
  readonly em: number;
  /** Width of a text in CSS pixels. */
  width(text: string): number;
}

/** Null where nothing can be drawn. The look and the fonts at hand are arguments, for they are what it depends on. */
function measureIn(element: HTMLElement, _drawnWith: string): Measure | null {
  const context = document.createElement('canvas').getContext('2d');
  if (context === null) return null;
  const { fontSize, fontFamily, fontWeight } = getComputedStyle(element);
  context.font = `${fontWeight} ${fontSize} ${fontFamily}`;
  return { em: Number.parseFloat(fontSize), width: (text) => context.measureText(text).width };
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
