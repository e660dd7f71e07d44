/** RGB to the planes' YUV and back, for compositors that see frames as RGB. All values in 0…1. */
import type { FrameStore } from '../engine/frame-store';

interface Conversion {
  /** Column by column, as WebGL and WebGPU take matrices. */
  readonly matrix: Float32Array<ArrayBuffer>;
  readonly inverse: Float32Array<ArrayBuffer>;
  readonly offset: Float32Array<ArrayBuffer>;
}

/** ITU-R BT.601 and BT.709, section 3: luma is a weighted sum, chroma what blue and red differ from it. */
export function yuvOf(space: VideoColorSpaceInit): Conversion {
  const [red, blue] = space.matrix === 'bt709' ? [0.2126, 0.0722] : [0.299, 0.114];
  const green = 1 - red - blue;
  const luma = space.fullRange === true ? 1 : 219 / 255;
  const chroma = space.fullRange === true ? 1 : 224 / 255;
  const ofBlue = chroma / (2 * (1 - blue));
  const ofRed = chroma / (2 * (1 - red));
  return {
    matrix: Float32Array.of(
      red * luma,
      -red * ofBlue,
      (1 - red) * ofRed,
      green * luma,
      -green * ofBlue,
      -green * ofRed,
      blue * luma,
      (1 - blue) * ofBlue,
      -blue * ofRed,
    ),
    inverse: Float32Array.of(
      1 / luma,
      1 / luma,
      1 / luma,
      0,
      -blue / (green * ofBlue),
      1 / ofBlue,
      1 / ofRed,
      -red / (green * ofRed),
      0,
    ),
    offset: Float32Array.of(space.fullRange === true ? 0 : 16 / 255, 128 / 255, 128 / 255),
  };
}

/** What to stretch texture coordinates by so that a picture covers the frame and keeps its shape. */
export function coverScale(
  picture: ImageBitmap,
  { width, height }: Pick<FrameStore, 'width' | 'height'>,
): [number, number] {
  const ratio = width / height / (picture.width / picture.height);
  return ratio > 1 ? [1, 1 / ratio] : [ratio, 1];
}
