/**
 * How far people have moved since the frame before, so that a mask can go with them where there is none for each frame.
 * One movement for all of them: what it gets wrong is a hand, not a head.
 */

const CHANNELS = 4;
/** Every so many pixels of the low grid are compared: three thousand of 320 × 180 for people who fill half of it. */
const STEP = 3;
/** Pixels of the low grid that somebody moves in a thirtieth of a second at most, but for a jump. */
const REACH = 4;
/** Opaque enough to belong to a person. */
const PERSON = 0.5;
/** A movement has to explain so much of the difference between two frames; else it is noise. */
const EXPLAINS = 0.85;

export interface Shift {
  readonly x: number;
  readonly y: number;
}

export class Motion {
  #before = new Float32Array();

  forget(): void {
    this.#before = new Float32Array();
  }

  /** Takes a frame in; `low` is [height, width, 4] with luma first. */
  see(low: Float32Array): void {
    const pixels = low.length / CHANNELS;
    if (this.#before.length !== pixels) this.#before = new Float32Array(pixels);
    for (let pixel = 0; pixel < pixels; pixel++) this.#before[pixel] = low[pixel * CHANNELS] ?? 0;
  }

  /** From the frame that was seen last to this one, in pixels; null: nobody moved. `mask` is the last frame's. */
  to(low: Float32Array, mask: Float32Array, width: number, height: number): Shift | null {
    if (this.#before.length !== mask.length) return null;
    const points = pointsOf(mask, width, height);
    if (points.length === 0) return null;
    const difference = (x: number, y: number) => {
      const by = y * width + x;
      let sum = 0;
      for (const at of points) sum += Math.abs((low[(at + by) * CHANNELS] ?? 0) - (this.#before[at] ?? 0));
      return sum;
    };
    const still = difference(0, 0);
    let best = { x: 0, y: 0, sum: still };
    for (const reach of [2, 1]) {
      const { x: fromX, y: fromY } = best;
      for (let y = -reach; y <= reach; y += reach) {
        for (let x = -reach; x <= reach; x += reach) {
          const [toX, toY] = [fromX + x, fromY + y];
          if ((x === 0 && y === 0) || Math.max(Math.abs(toX), Math.abs(toY)) >= REACH) continue;
          const sum = difference(toX, toY);
          if (sum < best.sum) best = { x: toX, y: toY, sum };
        }
      }
    }
    const { x, y, sum } = best;
    const fine = {
      x: x + vertex(difference(x - 1, y), sum, difference(x + 1, y)),
      y: y + vertex(difference(x, y - 1), sum, difference(x, y + 1)),
    };
    const isStill = x === 0 && y === 0 && Math.max(Math.abs(fine.x), Math.abs(fine.y)) < 0.1;
    return isStill || (sum > still * EXPLAINS && (x !== 0 || y !== 0)) ? null : fine;
  }
}

/** People's pixels that stay in the frame wherever within reach they go. */
function pointsOf(mask: Float32Array, width: number, height: number): Int32Array {
  const points: number[] = [];
  for (let y = REACH; y < height - REACH; y += STEP)
    for (let x = REACH; x < width - REACH; x += STEP)
      if ((mask[y * width + x] ?? 0) > PERSON) points.push(y * width + x);
  return Int32Array.from(points);
}

/** Where between -1 and 1 the lowest point of a parabola through three values lies. */
function vertex(before: number, at: number, after: number): number {
  const bend = before + after - 2 * at;
  return bend <= 0 ? 0 : Math.max(-0.5, Math.min(0.5, (before - after) / (2 * bend)));
}

/** Moves a mask; what comes in from outside is as at the edge. */
export function moved(mask: Float32Array, width: number, height: number, { x, y }: Shift): Float32Array {
  const out = new Float32Array(mask.length);
  const [left, top] = [Math.floor(-x), Math.floor(-y)];
  const [right, lower] = [-x - left, -y - top];
  const within = (value: number, most: number) => Math.max(0, Math.min(most - 1, value));
  for (let row = 0; row < height; row++) {
    const upperRow = within(row + top, height) * width;
    const lowerRow = within(row + top + 1, height) * width;
    for (let column = 0; column < width; column++) {
      const from = within(column + left, width);
      const next = within(column + left + 1, width);
      const upper = (mask[upperRow + from] ?? 0) * (1 - right) + (mask[upperRow + next] ?? 0) * right;
      const under = (mask[lowerRow + from] ?? 0) * (1 - right) + (mask[lowerRow + next] ?? 0) * right;
      out[row * width + column] = upper * (1 - lower) + under * lower;
    }
  }
  return out;
}
