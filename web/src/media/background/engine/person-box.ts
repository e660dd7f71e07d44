/** Where in the frame to look for people next: a crop around them makes the same model see more of each edge. */

/** In pixels of whatever grid it was found on. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly width: number;
  readonly height: number;
}

export interface Look {
  readonly model: 'landscape' | 'general';
  readonly crop: Box;
}

/** The whole frame is looked at again after so many masks: somebody may have come in. */
export const RESCAN_EVERY = 15;

/** Room around the last box, as a share of its sides: people move between two masks. */
const MARGIN = 0.25;

/** A box that fills more of the frame than this is no gain over the frame. */
const WORTHWHILE = 0.75;

/** Wider than this suits the 16:9 model better than the square one. */
const WIDE = 1.35;

/** How to look at the next frame, given the box of the last mask and how many masks ago the whole frame was seen. */
export function nextLook(box: Box | null, masksSinceScan: number, width: number, height: number): Look {
  const frame = { left: 0, top: 0, width, height };
  const whole: Look = { model: width >= height * WIDE ? 'landscape' : 'general', crop: frame };
  if (box === null || masksSinceScan >= RESCAN_EVERY) return whole;
  const grown = { width: box.width * (1 + MARGIN), height: box.height * (1 + MARGIN) };
  const isWide = grown.width > grown.height * WIDE;
  const aspect = isWide ? 16 / 9 : 1;
  // The model's own shape, so that nobody is squashed; never larger than the frame needs.
  const cropHeight = Math.min(Math.max(grown.height, grown.width / aspect), height);
  const cropWidth = Math.min(Math.max(grown.width, cropHeight * aspect), width);
  if (cropWidth * cropHeight > WORTHWHILE * width * height) return whole;
  const centred = (start: number, length: number, side: number, all: number) =>
    Math.min(Math.max(0, start + length / 2 - side / 2), all - side);
  return {
    model: isWide ? 'landscape' : 'general',
    crop: {
      left: centred(box.left, box.width, cropWidth, width),
      top: centred(box.top, box.height, cropHeight, height),
      width: cropWidth,
      height: cropHeight,
    },
  };
}
