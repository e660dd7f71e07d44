/** Images of four 32-bit channels a pixel, one SIMD vector each: all that is done at low resolution is done on these. */

/** Bytes of a pixel: four f32. */
export const PIXEL: usize = 16;

@inline
function clamped(index: i32, length: i32): usize {
  return <usize>max(0, min(index, length - 1));
}

/**
 * Mean over (2 radius + 1)² pixels, edges repeated; its cost does not depend on the radius.
 *
 * `row` holds one row of pixels and `scratch` one image; `target` may be `source`.
 */
export function box(
  source: usize,
  target: usize,
  scratch: usize,
  row: usize,
  width: i32,
  height: i32,
  radius: i32,
): void {
  const side = 2 * radius + 1;
  const share = f32x4.splat(1.0 / <f32>side);
  const pitch = <usize>width * PIXEL;
  for (let y = 0; y < height; y++) {
    const line = source + <usize>y * pitch;
    const out = scratch + <usize>y * pitch;
    let sum = f32x4.mul(v128.load(line), f32x4.splat(<f32>(radius + 1)));
    for (let x = 1; x <= radius; x++) sum = f32x4.add(sum, v128.load(line + clamped(x, width) * PIXEL));
    for (let x = 0; x < width; x++) {
      v128.store(out + <usize>x * PIXEL, f32x4.mul(sum, share));
      const comes = v128.load(line + clamped(x + radius + 1, width) * PIXEL);
      const goes = v128.load(line + clamped(x - radius, width) * PIXEL);
      sum = f32x4.add(sum, f32x4.sub(comes, goes));
    }
  }
  for (let at: usize = 0; at < pitch; at += PIXEL) {
    v128.store(row + at, f32x4.mul(v128.load(scratch + at), f32x4.splat(<f32>(radius + 1))));
  }
  for (let y = 1; y <= radius; y++) {
    const line = scratch + clamped(y, height) * pitch;
    for (let at: usize = 0; at < pitch; at += PIXEL) {
      v128.store(row + at, f32x4.add(v128.load(row + at), v128.load(line + at)));
    }
  }
  for (let y = 0; y < height; y++) {
    const out = target + <usize>y * pitch;
    const comes = scratch + clamped(y + radius + 1, height) * pitch;
    const goes = scratch + clamped(y - radius, height) * pitch;
    for (let at: usize = 0; at < pitch; at += PIXEL) {
      const sum = v128.load(row + at);
      v128.store(out + at, f32x4.mul(sum, share));
      v128.store(row + at, f32x4.add(sum, f32x4.sub(v128.load(comes + at), v128.load(goes + at))));
    }
  }
}
