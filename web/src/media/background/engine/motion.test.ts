import { describe, expect, it } from 'vitest';
import { Motion, moved } from './motion';

const WIDTH = 48;
const HEIGHT = 32;

/** Somebody with a pattern on them, `x` and `y` from the middle, before a wall: the frame, and where they are. */
function frame(x: number, y: number): { readonly low: Float32Array; readonly mask: Float32Array } {
  const low = new Float32Array(WIDTH * HEIGHT * 4);
  const mask = new Float32Array(WIDTH * HEIGHT);
  for (let row = 0; row < HEIGHT; row++) {
    for (let column = 0; column < WIDTH; column++) {
      const [u, v] = [column - WIDTH / 2 - x, row - HEIGHT / 2 - y];
      const at = row * WIDTH + column;
      const isPerson = (u / 12) ** 2 + (v / 10) ** 2 < 1;
      mask[at] = isPerson ? 1 : 0;
      low[at * 4] = isPerson ? 0.5 + 0.3 * Math.sin(u * 0.7) * Math.cos(v * 0.6) : 0.2;
    }
  }
  return { low, mask };
}

function shift(x: number, y: number) {
  const motion = new Motion();
  const { low, mask } = frame(0, 0);
  motion.see(low);
  return motion.to(frame(x, y).low, mask, WIDTH, HEIGHT);
}

describe('a movement', () => {
  it.each([
    [1, 0],
    [0, -2],
    [-2, 1],
    [3, 2],
    [1.5, 0],
  ])('is found: %d to the right, %d down', (x, y) => {
    const found = shift(x, y);
    expect(found?.x).toBeCloseTo(x, 0);
    expect(found?.y).toBeCloseTo(y, 0);
  });

  it('is none where nobody moved, where nobody is, and before a first frame', () => {
    expect(shift(0, 0)).toBeNull();
    const motion = new Motion();
    const { low, mask } = frame(0, 0);
    expect(motion.to(low, mask, WIDTH, HEIGHT)).toBeNull();
    motion.see(low);
    expect(motion.to(frame(2, 0).low, new Float32Array(mask.length), WIDTH, HEIGHT)).toBeNull();
    motion.forget();
    expect(motion.to(frame(2, 0).low, mask, WIDTH, HEIGHT)).toBeNull();
  });

  it('is none where only light and noise changed', () => {
    const motion = new Motion();
    const { low, mask } = frame(0, 0);
    motion.see(low);
    const other = low.map((value, at) => value * 1.02 + 0.01 * Math.sin(at * 12.9898));
    expect(motion.to(other, mask, WIDTH, HEIGHT)).toBeNull();
  });

  it('takes the mask along', () => {
    const { mask } = frame(0, 0);
    expect(moved(mask, WIDTH, HEIGHT, { x: 3, y: -2 })).toEqual(frame(3, -2).mask);
    const half = moved(mask, WIDTH, HEIGHT, { x: 0.5, y: 0 });
    const sum = (values: Float32Array) => values.reduce((all, value) => all + value, 0);
    expect(sum(half)).toBeCloseTo(sum(mask), 3);
  });
});
