/** Pictures of whatever size as what the worker can use, or a clear no. */

/** More than a call ever shows is only memory: 1080 lines. */
const LONGEST_SIDE = 1920;
/** No camera's picture is larger; decoding takes four bytes a pixel, so this bounds it. */
const BYTES_MAX = 40_000_000;
const PIXELS_MAX = 80_000_000;

export type PictureProblem = 'too_large' | 'unreadable';

export class UnusablePicture extends Error {
  constructor(readonly problem: PictureProblem) {
    super(problem);
  }
}

/**
 * Decodes a picture file and scales it down.
 *
 * @throws UnusablePicture
 */
export async function decodePicture(file: Blob): Promise<ImageBitmap> {
  if (file.size > BYTES_MAX) throw new UnusablePicture('too_large');
  const whole = await createImageBitmap(file).catch(() => {
    throw new UnusablePicture('unreadable');
  });
  const scale = LONGEST_SIDE / Math.max(whole.width, whole.height);
  if (whole.width * whole.height > PIXELS_MAX) {
    whole.close();
    throw new UnusablePicture('too_large');
  }
  if (scale >= 1) return whole;
  const size = {
    resizeWidth: Math.max(1, Math.round(whole.width * scale)),
    resizeHeight: Math.max(1, Math.round(whole.height * scale)),
  };
  const scaled = await createImageBitmap(whole, { ...size, resizeQuality: 'high' });
  whole.close();
  return scaled;
}

/** A drawing of ours: browsers decode SVG as an image element only. */
export async function decodeDrawing(address: string): Promise<ImageBitmap> {
  const image = new Image(LONGEST_SIDE, (LONGEST_SIDE * 9) / 16);
  image.src = address;
  await image.decode().catch(() => {
    throw new UnusablePicture('unreadable');
  });
  return createImageBitmap(image);
}
