/** Between planes of 8-bit pixels and what is computed on them. Planes are I420: Y at full, U and V at half size. */
import { PIXEL } from './image';

/** How the frame's YUV and RGB become one another; BT.601 at limited range until `setColourSpace`. */
let redShare: f32 = 0.299;
let blueShare: f32 = 0.114;
let lumaOffset: f32 = 16;
let lumaScale: f32 = 219.0 / 255.0;
let chromaScale: f32 = 224.0 / 255.0;

/** `red` and `blue` are their shares of luma: 0.299 and 0.114 in BT.601, 0.2126 and 0.0722 in BT.709. */
export function setColourSpace(red: f32, blue: f32, isFullRange: bool): void {
  redShare = red;
  blueShare = blue;
  lumaOffset = isFullRange ? 0 : 16;
  lumaScale = isFullRange ? 1 : 219.0 / 255.0;
  chromaScale = isFullRange ? 1 : 224.0 / 255.0;
}

/** Pulls the interleaved chroma of NV12 apart. `count` is pixels of one chroma plane. */
export function splitChroma(source: usize, u: usize, v: usize, count: i32): void {
  let i: usize = 0;
  const end = <usize>count;
  for (; i + 16 <= end; i += 16) {
    const a = v128.load(source + (i << 1));
    const b = v128.load(source + (i << 1), 16);
    v128.store(u + i, v128.shuffle<u8>(a, b, 0, 2, 4, 6, 8, 10, 12, 14, 16, 18, 20, 22, 24, 26, 28, 30));
    v128.store(v + i, v128.shuffle<u8>(a, b, 1, 3, 5, 7, 9, 11, 13, 15, 17, 19, 21, 23, 25, 27, 29, 31));
  }
  for (; i < end; i++) {
    store<u8>(u + i, load<u8>(source + (i << 1)));
    store<u8>(v + i, load<u8>(source + (i << 1) + 1));
  }
}

/** RGBA to planes; width and height are even. */
export function planesOfRgba(rgba: usize, y: usize, u: usize, v: usize, width: i32, height: i32): void {
  const greenShare: f32 = 1.0 - redShare - blueShare;
  const ofBlue: f32 = (chromaScale * 0.125) / (1.0 - blueShare);
  const ofRed: f32 = (chromaScale * 0.125) / (1.0 - redShare);
  for (let row = 0; row < height; row += 2) {
    for (let column = 0; column < width; column += 2) {
      let red: f32 = 0;
      let blue: f32 = 0;
      let luma: f32 = 0;
      for (let k = 0; k < 4; k++) {
        const index = <usize>((row + (k >> 1)) * width + column + (k & 1));
        const r = <f32>load<u8>(rgba + (index << 2));
        const b = <f32>load<u8>(rgba + (index << 2), 2);
        const light = redShare * r + greenShare * <f32>load<u8>(rgba + (index << 2), 1) + blueShare * b;
        store<u8>(y + index, <u8>(light * lumaScale + lumaOffset + 0.5));
        red += r;
        blue += b;
        luma += light;
      }
      const at = <usize>((row >> 1) * (width >> 1) + (column >> 1));
      store<u8>(u + at, <u8>(min<f32>(255, (blue - luma) * ofBlue + 128.5)));
      store<u8>(v + at, <u8>(min<f32>(255, (red - luma) * ofRed + 128.5)));
    }
  }
}

/**
 * Averages squares of `factor` pixels into the low grid, [Y, U, V, 1] in 0…1. `factor` is even; `sums` holds one row
 * of 16-bit sums, padded to 16 bytes.
 */
export function shrink(
  y: usize,
  u: usize,
  v: usize,
  width: i32,
  height: i32,
  factor: i32,
  low: usize,
  lowWidth: i32,
  lowHeight: i32,
  sums: usize,
): void {
  shrinkPlane(y, width, height, factor, low, lowWidth, lowHeight, sums);
  shrinkPlane(u, width >> 1, height >> 1, factor >> 1, low + 4, lowWidth, lowHeight, sums);
  shrinkPlane(v, width >> 1, height >> 1, factor >> 1, low + 8, lowWidth, lowHeight, sums);
  for (let at = low + 12, end = low + <usize>(lowWidth * lowHeight) * PIXEL; at < end; at += PIXEL) {
    store<f32>(at, 1);
  }
}

function shrinkPlane(
  plane: usize,
  width: i32,
  height: i32,
  factor: i32,
  target: usize,
  lowWidth: i32,
  lowHeight: i32,
  sums: usize,
): void {
  for (let row = 0; row < lowHeight; row++) {
    const first = min(row * factor, height - 1);
    const rows = min(factor, height - first);
    sumRows(plane + <usize>(first * width), width, rows, sums);
    for (let column = 0; column < lowWidth; column++) {
      const from = min(column * factor, width - 1);
      const columns = min(factor, width - from);
      let sum: u32 = 0;
      for (let k = 0; k < columns; k++) sum += load<u16>(sums + (<usize>(from + k) << 1));
      store<f32>(
        target + <usize>(row * lowWidth + column) * PIXEL,
        <f32>sum / (<f32>(columns * rows) * 255),
      );
    }
  }
}

/** Sums rows of bytes into 16-bit sums. The plane is followed by at least 15 readable bytes. */
@inline
function sumRows(first: usize, width: i32, rows: i32, sums: usize): void {
  for (let x: usize = 0; x < <usize>width; x += 16) {
    let low = i16x8.splat(0);
    let high = i16x8.splat(0);
    for (let row = 0; row < rows; row++) {
      const bytes = v128.load(first + <usize>(row * width) + x);
      low = i16x8.add(low, i16x8.extend_low_i8x16_u(bytes));
      high = i16x8.add(high, i16x8.extend_high_i8x16_u(bytes));
    }
    v128.store(sums + (x << 1), low);
    v128.store(sums + (x << 1), high, 16);
  }
}

/**
 * The model's input: a crop of the frame as RGB in 0…1, [height, width, 3], four samples a pixel.
 * The crop is in pixels of the frame and may reach over its edges, which are then repeated.
 */
export function sampleRgb(
  y: usize,
  u: usize,
  v: usize,
  width: i32,
  height: i32,
  left: f32,
  top: f32,
  cropWidth: f32,
  cropHeight: f32,
  target: usize,
  targetWidth: i32,
  targetHeight: i32,
): void {
  const stepX = cropWidth / <f32>targetWidth;
  const stepY = cropHeight / <f32>targetHeight;
  const half = width >> 1;
  const redOfV: f32 = (2.0 * (1.0 - redShare)) / chromaScale;
  const blueOfU: f32 = (2.0 * (1.0 - blueShare)) / chromaScale;
  const greenShare: f32 = 1.0 - redShare - blueShare;
  const greenOfU: f32 = (blueOfU * blueShare) / greenShare;
  const greenOfV: f32 = (redOfV * redShare) / greenShare;
  const lumaGain: f32 = 1.0 / lumaScale;
  let out = target;
  for (let row = 0; row < targetHeight; row++) {
    const y0 = bounded(top + (<f32>row + 0.25) * stepY, height);
    const y1 = bounded(top + (<f32>row + 0.75) * stepY, height);
    const chromaRow = bounded(top + (<f32>row + 0.5) * stepY, height) >> 1;
    const line0 = y + <usize>(y0 * width);
    const line1 = y + <usize>(y1 * width);
    for (let column = 0; column < targetWidth; column++) {
      const x0 = <usize>bounded(left + (<f32>column + 0.25) * stepX, width);
      const x1 = <usize>bounded(left + (<f32>column + 0.75) * stepX, width);
      const sum =
        <i32>load<u8>(line0 + x0) + <i32>load<u8>(line0 + x1) + <i32>load<u8>(line1 + x0) + <i32>load<u8>(line1 + x1);
      const chroma = <usize>(chromaRow * half + (<i32>x0 >> 1));
      const cu = <f32>load<u8>(u + chroma) - 128;
      const cv = <f32>load<u8>(v + chroma) - 128;
      const luma = (<f32>sum * 0.25 - lumaOffset) * lumaGain;
      store<f32>(out, unit(luma + redOfV * cv));
      store<f32>(out, unit(luma - greenOfU * cu - greenOfV * cv), 4);
      store<f32>(out, unit(luma + blueOfU * cu), 8);
      out += 12;
    }
  }
}

@inline
function bounded(at: f32, length: i32): i32 {
  return max(0, min(<i32>at, length - 1));
}

@inline
function unit(value: f32): f32 {
  return max<f32>(0, min<f32>(1, value * (1.0 / 255.0)));
}
