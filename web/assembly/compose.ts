/** The full-size picture: how opaque each pixel is, from its colour and the coefficients around it, and the blend. */
import { PIXEL } from './image';

/** Opacity below `LOWEST` is background and above `HIGHEST` person; a smooth step in between. */
const LOWEST: f32 = 0.2;
const HIGHEST: f32 = 0.8;

/**
 * Blends person over background, I420 to I420; width and height are even, `factor` as in `shrink`.
 *
 * `coefficients` and `blurred` are low-grid images; `picture` is the Y plane of a background of the frame's size with
 * U and V behind it, or 0 for the blurred background. `rows` holds two rows of the low grid.
 */
export function compose(
  source: usize,
  target: usize,
  picture: usize,
  coefficients: usize,
  blurred: usize,
  rows: usize,
  width: i32,
  height: i32,
  factor: i32,
  lowWidth: i32,
  lowHeight: i32,
): void {
  const half = width >> 1;
  const uAt = <usize>(width * height);
  const vAt = uAt + <usize>(half * (height >> 1));
  const pitch = <usize>lowWidth * PIXEL;
  const step: f32 = 2.0 / <f32>factor;
  const lumaToUnit = f32x4.splat(1.0 / 255.0);
  const toUnit = f32x4(0, 1.0 / 255.0, 1.0 / 255.0, 1);
  for (let cy = 0; cy < height >> 1; cy++) {
    const v = clampedAt(cy, step, lowHeight);
    const upper = <i32>v;
    const isAny = blendRows(coefficients, rows, upper, lowHeight, v - <f32>upper, pitch);
    blendRows(blurred, rows + pitch, upper, lowHeight, v - <f32>upper, pitch);
    const line = <usize>(cy * 2 * width);
    const chromaLine = <usize>(cy * half);
    for (let cx = 0; cx < half; cx++) {
      const u = clampedAt(cx, step, lowWidth);
      const x0 = <i32>u;
      const a = <usize>x0 * PIXEL;
      const b = <usize>min(x0 + 1, lowWidth - 1) * PIXEL;
      const share = f32x4.splat(u - <f32>x0);
      const at = line + <usize>(cx << 1);
      const chromaAt = chromaLine + <usize>cx;
      const lit = f32x4.mul(mixed(v128.load(rows + pitch + a), v128.load(rows + pitch + b), share), f32x4.splat(255));
      let luma = v128.shuffle<f32>(lit, lit, 0, 0, 0, 0);
      let chroma = lit;
      if (picture) {
        luma = loadQuad(picture + at, width);
        chroma = loadChroma(picture + uAt + chromaAt, picture + vAt + chromaAt);
      }
      const first = v128.load(rows + a);
      const second = v128.load(rows + b);
      if (isAny && v128.any_true(v128.or(first, second))) {
        const guide = mixed(first, second, share);
        const ownChroma = loadChroma(source + uAt + chromaAt, source + vAt + chromaAt);
        const own = loadQuad(source + at, width);
        // Lane 0 of a chroma vector is 0 and lane 3 is 1, so the dot product leaves Y out and takes the constant in.
        const parts = f32x4.mul(guide, f32x4.mul(ownChroma, toUnit));
        const sums = f32x4.add(parts, v128.shuffle<f32>(parts, parts, 1, 0, 3, 2));
        const constant = f32x4.add(sums, v128.shuffle<f32>(sums, sums, 2, 3, 0, 1));
        const slope = f32x4.mul(v128.shuffle<f32>(guide, guide, 0, 0, 0, 0), lumaToUnit);
        const opacity = stepped(f32x4.add(f32x4.mul(own, slope), constant));
        const light = f32x4.mul(v128.shuffle<f32>(lit, lit, 3, 3, 3, 3), lumaToUnit);
        const shine = v128.shuffle<f32>(lit, lit, 0, 0, 0, 0);
        const shone = f32x4.add(own, f32x4.mul(f32x4.sub(shine, own), light));
        luma = f32x4.add(luma, f32x4.mul(opacity, f32x4.sub(shone, luma)));
        const pairs = f32x4.add(opacity, v128.shuffle<f32>(opacity, opacity, 1, 0, 3, 2));
        const mean = f32x4.mul(f32x4.add(pairs, v128.shuffle<f32>(pairs, pairs, 2, 3, 0, 1)), f32x4.splat(0.25));
        const shoneChroma = f32x4.add(ownChroma, f32x4.mul(f32x4.sub(lit, ownChroma), light));
        chroma = f32x4.add(chroma, f32x4.mul(mean, f32x4.sub(shoneChroma, chroma)));
      }
      storeQuad(target + at, width, luma);
      const whole = i32x4.trunc_sat_f32x4_s(f32x4.add(chroma, f32x4.splat(0.5)));
      store<u8>(target + uAt + chromaAt, <u8>i32x4.extract_lane(whole, 1));
      store<u8>(target + vAt + chromaAt, <u8>i32x4.extract_lane(whole, 2));
    }
  }
}

/** Where in the low grid a chroma pixel lies, kept inside of it. */
@inline
function clampedAt(index: i32, step: f32, length: i32): f32 {
  const at = (<f32>index + 0.5) * step - 0.5;
  const last = <f32>(length - 1);
  return at < 0 ? 0 : at > last ? last : at;
}

/** One row of the low grid between two; whether any of it is not 0. */
@inline
function blendRows(image: usize, target: usize, upper: i32, height: i32, share: f32, pitch: usize): bool {
  const first = image + <usize>upper * pitch;
  const second = image + <usize>min(upper + 1, height - 1) * pitch;
  const part = f32x4.splat(share);
  let any = i32x4.splat(0);
  for (let at: usize = 0; at < pitch; at += PIXEL) {
    const value = mixed(v128.load(first + at), v128.load(second + at), part);
    any = v128.or(any, value);
    v128.store(target + at, value);
  }
  return v128.any_true(any);
}

@inline
function mixed(a: v128, b: v128, share: v128): v128 {
  return f32x4.add(a, f32x4.mul(f32x4.sub(b, a), share));
}

/** Four opacities, stepped smoothly between the two bounds. */
@inline
function stepped(value: v128): v128 {
  const scaled = f32x4.mul(f32x4.sub(value, f32x4.splat(LOWEST)), f32x4.splat(1 / (HIGHEST - LOWEST)));
  const t = f32x4.pmax(f32x4.splat(0), f32x4.pmin(f32x4.splat(1), scaled));
  return f32x4.mul(f32x4.mul(t, t), f32x4.sub(f32x4.splat(3), f32x4.add(t, t)));
}

/** A square of four bytes as four floats. */
@inline
function loadQuad(at: usize, width: i32): v128 {
  const packed = <i32>load<u16>(at) | (<i32>load<u16>(at + <usize>width) << 16);
  const wide = i16x8.extend_low_i8x16_u(i32x4.splat(packed));
  return f32x4.convert_i32x4_s(i32x4.extend_low_i16x8_u(wide));
}

/** One pixel's U and V as [0, U, V, 1]. */
@inline
function loadChroma(u: usize, v: usize): v128 {
  return f32x4(0, <f32><i32>load<u8>(u), <f32><i32>load<u8>(v), 1);
}

@inline
function storeQuad(at: usize, width: i32, value: v128): void {
  const whole = i32x4.trunc_sat_f32x4_s(f32x4.add(value, f32x4.splat(0.5)));
  const bytes = i8x16.narrow_i16x8_u(i16x8.narrow_i32x4_u(whole, whole), i16x8.splat(0));
  const packed = i32x4.extract_lane(bytes, 0);
  store<u16>(at, <u16>packed);
  store<u16>(at + <usize>width, <u16>(packed >>> 16));
}
