import { describe, expect, it } from 'vitest';
import { keepPeople } from './people';
import { nextLook, RESCAN_EVERY } from './person-box';

const WIDTH = 160;
const HEIGHT = 90;

function mask(...people: readonly (readonly [left: number, top: number, width: number, height: number])[]) {
  const values = new Float32Array(WIDTH * HEIGHT);
  for (const [left, top, width, height] of people)
    for (let y = top; y < top + height; y++) values.fill(1, y * WIDTH + left, y * WIDTH + left + width);
  return values;
}

describe('what of a mask is people', () => {
  it('is large areas; what the model mistook for one goes', () => {
    const found = mask([40, 20, 60, 70], [4, 4, 5, 5]);
    expect(keepPeople(found, WIDTH, HEIGHT)).toEqual({ left: 40, top: 20, width: 60, height: 72 });
    expect(found[6 * WIDTH + 6]).toBe(0);
    expect(found[50 * WIDTH + 60]).toBe(1);
  });

  it('is everybody, in one box', () => {
    expect(keepPeople(mask([8, 20, 40, 70], [120, 40, 24, 50]), WIDTH, HEIGHT)).toEqual({
      left: 8,
      top: 20,
      width: 136,
      height: 72,
    });
  });

  it('keeps soft edges', () => {
    const found = mask([40, 20, 60, 70]);
    found[30 * WIDTH + 39] = 0.3;
    keepPeople(found, WIDTH, HEIGHT);
    expect(found[30 * WIDTH + 39]).toBeCloseTo(0.3);
  });

  it('is nobody in an empty room', () => {
    expect(keepPeople(mask(), WIDTH, HEIGHT)).toBeNull();
  });
});

describe('where to look next', () => {
  const frame = { left: 0, top: 0, width: 640, height: 360 };

  it('is the whole frame at first, and again every so often', () => {
    const person = { left: 250, top: 100, width: 120, height: 200 };
    expect(nextLook(null, 0, 640, 360)).toEqual({ model: 'landscape', crop: frame });
    expect(nextLook(person, RESCAN_EVERY, 640, 360).crop).toEqual(frame);
    expect(nextLook(null, 0, 360, 640).model).toBe('general');
  });

  it('is a square around a person, with room to move, inside the frame', () => {
    for (const left of [0, 250, 519]) {
      const { model, crop } = nextLook({ left, top: 100, width: 120, height: 200 }, 1, 640, 360);
      expect(model).toBe('general');
      expect(crop.width).toBeCloseTo(crop.height);
      expect(crop.height).toBeGreaterThanOrEqual(250);
      expect(crop.left).toBeGreaterThanOrEqual(0);
      expect(crop.left + crop.width).toBeLessThanOrEqual(640);
      expect(crop.left).toBeLessThanOrEqual(left);
      expect(crop.left + crop.width).toBeGreaterThanOrEqual(left + 120);
    }
  });

  it('is the whole frame when people fill it', () => {
    expect(nextLook({ left: 20, top: 20, width: 600, height: 340 }, 1, 640, 360).crop).toEqual(frame);
  });
});
