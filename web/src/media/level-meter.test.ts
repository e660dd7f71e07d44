import { describe, expect, it } from 'vitest';
import { deviceProblem } from './device-problem';
import { levelOf } from './level-meter';

describe('the level of a microphone', () => {
  it('is 0 in silence and 1 for a loud voice', () => {
    expect(levelOf(new Float32Array(64))).toBe(0);
    expect(levelOf(new Float32Array(64).fill(0.5))).toBe(1);
  });

  it('rises evenly in decibels', () => {
    const minus36dbfs = 10 ** (-36 / 20);
    expect(levelOf(new Float32Array(64).fill(minus36dbfs))).toBeCloseTo(0.5, 2);
  });
});

describe('a device that does not open', () => {
  it.each([
    ['NotAllowedError', 'denied'],
    ['NotFoundError', 'not_found'],
    ['NotReadableError', 'in_use'],
    ['Whatever', 'unknown'],
  ])('%s is %s', (name, cause) => {
    expect(deviceProblem('camera', new DOMException('', name))).toEqual({ device: 'camera', cause });
  });
});
