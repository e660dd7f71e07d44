import { expect, it } from 'vitest';
import { coverScale, yuvOf } from './yuv';

it.each([
  ['BT.601', { matrix: 'smpte170m', fullRange: false }],
  ['BT.709', { matrix: 'bt709', fullRange: false }],
  ['full range', { matrix: 'smpte170m', fullRange: true }],
] as const)('%s to YUV and back is the same colour', (_, space) => {
  const { matrix, inverse, offset } = yuvOf(space);
  const times = (m: Float32Array, v: readonly number[]) =>
    [0, 1, 2].map((row) => v.reduce((sum, value, column) => sum + (m[column * 3 + row] ?? 0) * value, 0));
  for (const colour of [
    [1, 0, 0],
    [0, 1, 0],
    [0.2, 0.4, 0.9],
    [1, 1, 1],
  ]) {
    const yuv = times(matrix, colour).map((value, channel) => value + (offset[channel] ?? 0));
    const back = times(
      inverse,
      yuv.map((value, channel) => value - (offset[channel] ?? 0)),
    );
    for (const [channel, value] of back.entries())
      expect(value).toBeCloseTo(colour[channel] ?? Number.NaN, 5);
  }
});

it('white is as bright as the range allows, and has no colour', () => {
  const { matrix, offset } = yuvOf({ matrix: 'bt709', fullRange: false });
  const luma = (matrix[0] ?? 0) + (matrix[3] ?? 0) + (matrix[6] ?? 0) + (offset[0] ?? 0);
  expect(luma * 255).toBeCloseTo(235, 3);
});

it('a picture covers the frame and keeps its shape', () => {
  const square = { width: 100, height: 100 } as ImageBitmap;
  expect(coverScale(square, { width: 640, height: 360 })).toEqual([1, 360 / 640]);
  expect(coverScale(square, { width: 360, height: 640 })).toEqual([360 / 640, 1]);
});
