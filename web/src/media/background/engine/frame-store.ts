/** One frame in the kernels' memory: its planes, its small copy, and room for all that is computed from it. */

import type { Kernels } from './kernels';
import type { Box } from './person-box';

/** The longer side of the small copy, about; masks are refined and backgrounds blurred at this size. */
const LOW_SIDE = 320;

/** Of a picture only its light falls on people, not its things. */
const LIGHT_RADIUS = 10;

/** BT.601's and BT.709's shares of red and blue in luma. */
const SHARES = { smpte170m: [0.299, 0.114], bt709: [0.2126, 0.0722] } as const;

/** Largest input of a model: 256 × 256 RGB. */
const INPUT_VALUES = 256 * 256 * 3;

export class FrameStore {
  width = 0;
  height = 0;
  factor = 2;
  lowWidth = 0;
  lowHeight = 0;
  /** Addresses. Planes are Y, U and V one behind the other. */
  at = NOWHERE;
  colourSpace: VideoColorSpaceInit = {};
  #canvas: OffscreenCanvas | null = null;

  constructor(readonly kernels: Kernels) {}

  /**
   * Takes a frame in. Returns whether it differs from the one before in size or colour space, which empties
   * everything computed so far.
   */
  async take(frame: VideoFrame): Promise<boolean> {
    const upright = isUpright(frame);
    const rect = frame.visibleRect;
    const width = even(upright ? (rect?.width ?? frame.codedWidth) : frame.displayWidth);
    const height = even(upright ? (rect?.height ?? frame.codedHeight) : frame.displayHeight);
    const isPlanar = upright && (frame.format === 'I420' || frame.format === 'NV12');
    const space = isPlanar ? ownSpace(frame.colorSpace) : LIMITED_601;
    const isNew = this.#shape(width, height, space);
    const area = width * height;
    const { planes, spare } = this.at;
    const layout = [
      { offset: 0, stride: width },
      { offset: area, stride: width >> 1 },
      { offset: (area * 5) / 4, stride: width >> 1 },
    ];
    const region = { x: rect?.x ?? 0, y: rect?.y ?? 0, width, height };
    if (isPlanar && frame.format === 'I420') {
      await frame.copyTo(this.kernels.bytes(planes, (area * 3) / 2), { rect: region, layout });
    } else if (isPlanar) {
      const pair = [
        { offset: 0, stride: width },
        { offset: area, stride: width },
      ];
      const copy = this.kernels.bytes(spare, (area * 3) / 2);
      await frame.copyTo(copy, { rect: region, layout: pair });
      this.kernels.bytes(planes, area).set(copy.subarray(0, area));
      this.kernels.run.splitChroma(spare + area, planes + area, planes + (area * 5) / 4, area / 4);
    } else {
      this.#draw(frame, width, height, planes);
    }
    return isNew;
  }

  /** Makes the small copy of the planes at `planes`, at `low`. */
  shrink(planes: number = this.at.planes, low: number = this.at.low): void {
    const { width, height, factor, lowWidth, lowHeight } = this;
    const u = planes + width * height;
    const v = u + (width * height) / 4;
    this.kernels.run.shrink(planes, u, v, width, height, factor, low, lowWidth, lowHeight, this.at.sums);
  }

  /** A crop of the frame as a model wants it; a view that is good until the next frame. */
  input(crop: Box, width: number, height: number): Float32Array<ArrayBuffer> {
    const { planes, input } = this.at;
    const u = planes + this.width * this.height;
    const v = u + (this.width * this.height) / 4;
    this.kernels.run.sampleRgb(
      planes,
      u,
      v,
      this.width,
      this.height,
      crop.left,
      crop.top,
      crop.width,
      crop.height,
      input,
      width,
      height,
    );
    return this.kernels.floats(input, width * height * 3);
  }

  /** Draws an upright picture that covers the whole frame into planes at `target`. */
  #draw(source: VideoFrame | ImageBitmap, width: number, height: number, target: number): void {
    const sourceWidth = 'displayWidth' in source ? source.displayWidth : source.width;
    const sourceHeight = 'displayHeight' in source ? source.displayHeight : source.height;
    if (this.#canvas?.width !== width || this.#canvas.height !== height)
      this.#canvas = new OffscreenCanvas(width, height);
    const context = this.#canvas.getContext('2d', { willReadFrequently: true, alpha: false });
    if (context === null) throw new Error('there is no canvas to draw on');
    const scale = Math.max(width / sourceWidth, height / sourceHeight);
    const [w, h] = [sourceWidth * scale, sourceHeight * scale];
    context.drawImage(source, (width - w) / 2, (height - h) / 2, w, h);
    const { data } = context.getImageData(0, 0, width, height);
    this.kernels.bytes(this.at.rgba, data.length).set(data);
    const u = target + width * height;
    this.kernels.run.planesOfRgba(this.at.rgba, target, u, u + (width * height) / 4, width, height);
  }

  /** A background picture as planes of the frame's size, and its light as a blurred small copy. */
  takePicture(picture: ImageBitmap): void {
    const { at, lowWidth, lowHeight } = this;
    this.#draw(picture, this.width, this.height, at.picture);
    this.shrink(at.picture, at.pictureLow);
    const { blurBackground } = this.kernels.run;
    blurBackground(at.pictureLow, 0, at.pictureLow, at.scratch, at.row, lowWidth, lowHeight, LIGHT_RADIUS);
  }

  #shape(width: number, height: number, space: VideoColorSpaceInit): boolean {
    const isSame =
      width === this.width &&
      height === this.height &&
      space.matrix === this.colourSpace.matrix &&
      space.fullRange === this.colourSpace.fullRange;
    if (isSame) return false;
    if (width < 2 || height < 2) throw new Error(`a frame of ${width} × ${height} cannot be worked on`);
    this.width = width;
    this.height = height;
    this.factor = Math.max(2, 2 * Math.round(Math.max(width, height) / (2 * LOW_SIDE)));
    this.lowWidth = Math.ceil(width / this.factor);
    this.lowHeight = Math.ceil(height / this.factor);
    this.colourSpace = space;
    const [red, blue] = SHARES[space.matrix === 'bt709' ? 'bt709' : 'smpte170m'];
    this.kernels.run.setColourSpace(red, blue, space.fullRange ?? false);
    this.at = layOut(this.kernels, width, height, this.lowWidth * this.lowHeight, this.lowWidth);
    return true;
  }
}

const NOWHERE = {
  planes: 0,
  target: 0,
  picture: 0,
  spare: 0,
  rgba: 0,
  low: 0,
  pictureLow: 0,
  mask: 0,
  settled: 0,
  coefficients: 0,
  moments: 0,
  scratch: 0,
  blurred: 0,
  row: 0,
  sums: 0,
  input: 0,
  modelMask: 0,
};

function layOut(
  kernels: Kernels,
  width: number,
  height: number,
  lowCount: number,
  lowWidth: number,
): typeof NOWHERE {
  kernels.clear();
  const planes = (width * height * 3) / 2;
  const image = lowCount * 16;
  return {
    planes: kernels.block(planes),
    target: kernels.block(planes),
    picture: kernels.block(planes),
    spare: kernels.block(planes),
    rgba: kernels.block(width * height * 4),
    low: kernels.block(image),
    pictureLow: kernels.block(image),
    mask: kernels.block(lowCount * 4),
    settled: kernels.block(lowCount * 4),
    coefficients: kernels.block(image),
    moments: kernels.block(image * 4),
    scratch: kernels.block(image),
    blurred: kernels.block(image),
    row: kernels.block(lowWidth * 32),
    sums: kernels.block(width * 2),
    input: kernels.block(INPUT_VALUES * 4),
    modelMask: kernels.block((INPUT_VALUES / 3) * 4),
  };
}

const LIMITED_601: VideoColorSpaceInit = {
  matrix: 'smpte170m',
  primaries: 'smpte170m',
  transfer: 'smpte170m',
  fullRange: false,
};

/** The frame's own space; what it leaves open is BT.601 up to 576 lines' worth of habit: limited range. */
function ownSpace(space: VideoColorSpace): VideoColorSpaceInit {
  const { matrix, primaries, transfer, fullRange } = space;
  return {
    matrix: matrix ?? 'smpte170m',
    primaries: primaries ?? 'smpte170m',
    transfer: transfer ?? 'smpte170m',
    fullRange: fullRange ?? false,
  };
}

/** Cameras of phones hand out frames that are to be turned; those are drawn upright first. */
function isUpright(frame: VideoFrame): boolean {
  const { rotation, flip } = frame as VideoFrame & { readonly rotation?: number; readonly flip?: boolean }; // cast: newer than the types
  return (rotation ?? 0) === 0 && flip !== true;
}

function even(length: number): number {
  return length & ~1;
}
