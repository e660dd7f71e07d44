/** How much of the stage captions take. Pure, in CSS pixels at the browser's usual letter size. */
import { CAPTION_LOOKS, type CaptionSize } from '../look/caption-preferences';

const LETTERS_PX: Readonly<Record<CaptionSize, number>> = { small: 20, medium: 24, large: 28, largest: 32 };
/** A stage narrower than this takes one size less, or lines would hold three words. */
const NARROW_PX = 480;
const SMALLEST_NAME_PX = 14;
const LEADING = 1.35;
const NAME_LEADING = 1.5;
const PADDING_PX = 20;
const GAP_PX = 8;
const EDGE_PX = 12;

/** The size that suits a stage of this width; 0 is a width not yet known. */
export function fittingSize(size: CaptionSize, stageWidthPx: number): CaptionSize {
  if (stageWidthPx === 0 || stageWidthPx >= NARROW_PX) return size;
  return CAPTION_LOOKS.size[CAPTION_LOOKS.size.indexOf(size) - 1] ?? size;
}

/** From the stage's edge to the far side of the captions of two people who speak at once: the most there is. */
export function captionRoomPx(size: CaptionSize): number {
  const letters = LETTERS_PX[size];
  const name = NAME_LEADING * Math.max(0.66 * letters, SMALLEST_NAME_PX);
  const block = name + LEADING * letters + PADDING_PX;
  return Math.ceil(EDGE_PX + 2 * block + GAP_PX);
}
