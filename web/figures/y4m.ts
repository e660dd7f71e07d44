/** Clips as files of a fake camera: YUV4MPEG2, 4:2:0, BT.601 at limited range. */
import { closeSync, openSync, writeSync } from 'node:fs';
import { Clip, type ClipWish } from './clip.ts';

export function writeClip(path: string, wish: ClipWish, framesPerSecond: number): void {
  const clip = new Clip(wish);
  const file = openSync(path, 'w');
  try {
    writeSync(file, `YUV4MPEG2 W${wish.width} H${wish.height} F${framesPerSecond}:1 Ip A1:1 C420jpeg\n`);
    for (let index = 0; index < wish.frames; index++) {
      writeSync(file, 'FRAME\n');
      writeSync(file, planes(clip.frame(index).rgb, wish.width, wish.height));
    }
  } finally {
    closeSync(file);
  }
}

/** Y, U and V one behind the other; chroma averaged over squares of four pixels. */
function planes(rgb: Float32Array, width: number, height: number): Uint8Array {
  const area = width * height;
  const out = new Uint8ClampedArray((area * 3) / 2);
  for (let at = 0; at < area; at++) out[at] = 16 + weighted(rgb, at, 0.257, 0.504, 0.098);
  for (let y = 0; y < height / 2; y++) {
    for (let x = 0; x < width / 2; x++) {
      let [u, v] = [0, 0];
      for (const at of [
        2 * y * width + 2 * x,
        2 * y * width + 2 * x + 1,
        (2 * y + 1) * width + 2 * x,
        (2 * y + 1) * width + 2 * x + 1,
      ]) {
        u += weighted(rgb, at, -0.148, -0.291, 0.439);
        v += weighted(rgb, at, 0.439, -0.368, -0.071);
      }
      const at = area + y * (width / 2) + x;
      out[at] = 128 + u / 4;
      out[at + area / 4] = 128 + v / 4;
    }
  }
  return new Uint8Array(out.buffer);
}

function weighted(rgb: Float32Array, at: number, red: number, green: number, blue: number): number {
  return red * (rgb[at * 3] ?? 0) + green * (rgb[at * 3 + 1] ?? 0) + blue * (rgb[at * 3 + 2] ?? 0);
}
