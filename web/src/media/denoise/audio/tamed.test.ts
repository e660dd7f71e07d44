import { expect, it } from 'vitest';
import { tamed } from './tamed';

it('leaves sound alone, beyond full scale too', () => {
  expect([...tamed(Float32Array.of(0.5, -1, 1.5), 3)]).toEqual([0.5, -1, 1.5]);
});

it('keeps what no microphone gives from the rungs', () => {
  const broken = Float32Array.of(Number.NaN, Number.POSITIVE_INFINITY, 1e30, -1e30);
  expect([...tamed(broken, 4)]).toEqual([0, 0, 4, -4]);
});

it('is silence where nothing comes', () => {
  expect([...tamed(undefined, 2)]).toEqual([0, 0]);
});
