/** From the model's mask to the coefficients of a fast guided filter, and the background without the person in it. */
import { box, PIXEL } from './image';

/** Below this a change is noise and half of it is taken; above, it is motion and all of it is. */
const MOTION: f32 = 0.3;

/**
 * Lays the model's mask over the low grid: bilinear inside the crop, nobody outside of it.
 *
 * `left`, `top`, `cropWidth` and `cropHeight` are pixels of the low grid.
 */
export function placeMask(
  mask: usize,
  maskWidth: i32,
  maskHeight: i32,
  target: usize,
  width: i32,
  height: i32,
  left: f32,
  top: f32,
  cropWidth: f32,
  cropHeight: f32,
): void {
  const stepX = <f32>maskWidth / cropWidth;
  const stepY = <f32>maskHeight / cropHeight;
  for (let y = 0; y < height; y++) {
    const v = (<f32>y + 0.5 - top) * stepY - 0.5;
    const isRow = v > -1 && v < <f32>maskHeight;
    const clampedV = max<f32>(0, min<f32>(v, <f32>(maskHeight - 1)));
    const y0 = <i32>clampedV;
    const fy = clampedV - <f32>y0;
    const row0 = mask + (<usize>(y0 * maskWidth) << 2);
    const row1 = mask + (<usize>(min(y0 + 1, maskHeight - 1) * maskWidth) << 2);
    for (let x = 0; x < width; x++) {
      const u = (<f32>x + 0.5 - left) * stepX - 0.5;
      let value: f32 = 0;
      if (isRow && u > -1 && u < <f32>maskWidth) {
        const clampedU = max<f32>(0, min<f32>(u, <f32>(maskWidth - 1)));
        const x0 = <i32>clampedU;
        const fx = clampedU - <f32>x0;
        const a = <usize>x0 << 2;
        const b = <usize>min(x0 + 1, maskWidth - 1) << 2;
        const upper = load<f32>(row0 + a) + (load<f32>(row0 + b) - load<f32>(row0 + a)) * fx;
        const lower = load<f32>(row1 + a) + (load<f32>(row1 + b) - load<f32>(row1 + a)) * fx;
        value = upper + (lower - upper) * fy;
      }
      store<f32>(target + (<usize>(y * width + x) << 2), value);
    }
  }
}

/** Moves `smoothed` towards `mask`: at once where it moved, by half where it only trembles. Both f32, `count` values. */
export function settle(mask: usize, smoothed: usize, count: i32): void {
  const half = f32x4.splat(0.5);
  const one = f32x4.splat(1);
  for (let at: usize = 0, end = <usize>count << 2; at < end; at += 16) {
    const before = v128.load(smoothed + at);
    const change = f32x4.sub(v128.load(mask + at), before);
    const size = f32x4.abs(change);
    const gentle = f32x4.add(half, size);
    const share = v128.bitselect(one, gentle, f32x4.gt(size, f32x4.splat(MOTION)));
    v128.store(smoothed + at, f32x4.add(before, f32x4.mul(change, share)));
  }
}

/**
 * Coefficients (Y, U, V, constant) that say how opaque a pixel is from its colour: a guided filter on all three
 * channels (He, Sun and Tang 2013), solved where the mask has an edge only.
 *
 * `low` is the frame as [Y, U, V, 1] in 0…1. `moments` holds four images and `scratch` one. Afterwards the fourth
 * channel of the first moment image is the mean of the mask.
 */
export function guide(
  low: usize,
  mask: usize,
  coefficients: usize,
  moments: usize,
  scratch: usize,
  row: usize,
  width: i32,
  height: i32,
  radius: i32,
  lumaEpsilon: f32,
  chromaEpsilon: f32,
): void {
  const count = <usize>(width * height);
  const bytes = count * PIXEL;
  const m0 = moments;
  const m1 = m0 + bytes;
  const m2 = m1 + bytes;
  const m3 = m2 + bytes;
  for (let i: usize = 0; i < count; i++) {
    const at = i * PIXEL;
    const p = load<f32>(mask + (i << 2));
    const colour = v128.load(low + at);
    const y = f32x4.extract_lane(colour, 0);
    const u = f32x4.extract_lane(colour, 1);
    const v = f32x4.extract_lane(colour, 2);
    v128.store(m0 + at, f32x4.replace_lane(colour, 3, p));
    v128.store(m1 + at, f32x4.replace_lane(f32x4.mul(colour, f32x4.splat(p)), 3, y * y));
    v128.store(m2 + at, f32x4.mul(v128.shuffle<f32>(colour, colour, 0, 0, 1, 1), v128.shuffle<f32>(colour, colour, 1, 2, 1, 2)));
    v128.store(m3 + at, f32x4.splat(v * v));
  }
  for (let image = m0; image <= m3; image += bytes) box(image, image, scratch, row, width, height, radius);
  for (let i: usize = 0; i < count; i++) {
    const at = i * PIXEL;
    const mean = v128.load(m0 + at);
    const p = f32x4.extract_lane(mean, 3);
    if (p < 0.004 || p > 0.996) {
      v128.store(coefficients + at, f32x4.replace_lane(f32x4.splat(0), 3, p < 0.5 ? 0 : 1));
      continue;
    }
    v128.store(
      coefficients + at,
      solved(mean, v128.load(m1 + at), v128.load(m2 + at), load<f32>(m3 + at), lumaEpsilon, chromaEpsilon),
    );
  }
  box(coefficients, coefficients, scratch, row, width, height, radius);
}

/** One pixel's coefficients by Cramer's rule on its 3×3 covariance. */
@inline
function solved(mean: v128, m1: v128, m2: v128, vv: f32, lumaEpsilon: f32, chromaEpsilon: f32): v128 {
  const y = f32x4.extract_lane(mean, 0);
  const u = f32x4.extract_lane(mean, 1);
  const v = f32x4.extract_lane(mean, 2);
  const p = f32x4.extract_lane(mean, 3);
  const cy = f32x4.extract_lane(m1, 0) - y * p;
  const cu = f32x4.extract_lane(m1, 1) - u * p;
  const cv = f32x4.extract_lane(m1, 2) - v * p;
  const syy = f32x4.extract_lane(m1, 3) - y * y + lumaEpsilon;
  const syu = f32x4.extract_lane(m2, 0) - y * u;
  const syv = f32x4.extract_lane(m2, 1) - y * v;
  const suu = f32x4.extract_lane(m2, 2) - u * u + chromaEpsilon;
  const suv = f32x4.extract_lane(m2, 3) - u * v;
  const svv = vv - v * v + chromaEpsilon;
  const iyy = suu * svv - suv * suv;
  const iyu = suv * syv - syu * svv;
  const iyv = syu * suv - suu * syv;
  const iuu = syy * svv - syv * syv;
  const iuv = syu * syv - syy * suv;
  const ivv = syy * suu - syu * syu;
  const scale: f32 = 1.0 / (syy * iyy + syu * iyu + syv * iyv);
  const ay = (iyy * cy + iyu * cu + iyv * cv) * scale;
  const au = (iyu * cy + iuu * cu + iuv * cv) * scale;
  const av = (iyv * cy + iuv * cu + ivv * cv) * scale;
  return f32x4(ay, au, av, p - ay * y - au * u - av * v);
}

/** So little of the person is in the blurred background: enough to have a colour where nothing else is near. */
const PERSON_SHARE: f32 = 0.0001;

/**
 * Blurs the frame without the person: each pixel counts by how little of the person is near it, so that nobody
 * glows around their own edge. Without `means` (0) the whole frame is blurred, the person with it.
 *
 * `blurred` becomes [Y, U, V, 0] in 0…1 and may be `low` itself.
 */
export function blurBackground(
  low: usize,
  means: usize,
  blurred: usize,
  scratch: usize,
  row: usize,
  width: i32,
  height: i32,
  radius: i32,
): void {
  const bytes = <usize>(width * height) * PIXEL;
  for (let at: usize = 0; at < bytes; at += PIXEL) {
    const person: f32 = means ? load<f32>(means + at + 12) : 0;
    const weight = max<f32>(PERSON_SHARE, 1 - 4 * person);
    v128.store(blurred + at, f32x4.mul(f32x4.replace_lane(v128.load(low + at), 3, 1), f32x4.splat(weight)));
  }
  for (let pass = 0; pass < 3; pass++) box(blurred, blurred, scratch, row, width, height, radius);
  for (let at: usize = 0; at < bytes; at += PIXEL) {
    const sum = v128.load(blurred + at);
    const colour = f32x4.div(sum, v128.shuffle<f32>(sum, sum, 3, 3, 3, 3));
    v128.store(blurred + at, f32x4.replace_lane(colour, 3, 0));
  }
}

/**
 * Writes into the fourth channel of `blurred` how much of its light falls on the person there: `wrap` at their very
 * edge, nothing deep inside. `means` as for `blurBackground`.
 */
export function wrapLight(blurred: usize, means: usize, count: i32, wrap: f32): void {
  for (let at: usize = 12, end = <usize>count * PIXEL; at < end; at += PIXEL) {
    store<f32>(blurred + at, wrap * (1 - load<f32>(means + at)));
  }
}
