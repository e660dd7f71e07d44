/** Drawing by distance: each shape says how far a point is from its edge, so every edge has an exact opacity. */

export type Colour = readonly [red: number, green: number, blue: number];

/** Signed distance in pixels at (x, y); negative inside. */
type Distance = (x: number, y: number) => number;

export interface Shape {
  readonly distance: Distance;
  /** Where it can be at all: left, top, right, bottom in pixels. */
  readonly bounds: readonly [number, number, number, number];
  /** Colour at a point; RGB in 0…255. */
  readonly paint: (x: number, y: number) => Colour;
  /** Pixels over which its edge fades: 1 is a clean edge, more is hair or motion. */
  readonly softness?: number;
}

export function ellipse(
  cx: number,
  cy: number,
  rx: number,
  ry: number,
  angle = 0,
): Pick<Shape, 'distance' | 'bounds'> {
  const [c, s] = [Math.cos(angle), Math.sin(angle)];
  const reach = Math.max(rx, ry) + 4;
  return {
    bounds: [cx - reach, cy - reach, cx + reach, cy + reach],
    distance: (x, y) => {
      const u = ((x - cx) * c + (y - cy) * s) / rx;
      const v = (-(x - cx) * s + (y - cy) * c) / ry;
      const k = Math.hypot(u, v);
      const slope = Math.hypot(u / rx, v / ry);
      return slope === 0 ? -Math.min(rx, ry) : (k * (k - 1)) / slope;
    },
  };
}

/** A line with round ends whose radius goes from `r0` to `r1`. */
export function limb(
  x0: number,
  y0: number,
  r0: number,
  x1: number,
  y1: number,
  r1: number,
): Pick<Shape, 'distance' | 'bounds'> {
  const [dx, dy] = [x1 - x0, y1 - y0];
  const length = dx * dx + dy * dy || 1;
  const r = Math.max(r0, r1) + 4;
  return {
    bounds: [Math.min(x0, x1) - r, Math.min(y0, y1) - r, Math.max(x0, x1) + r, Math.max(y0, y1) + r],
    distance: (x, y) => {
      const t = Math.max(0, Math.min(1, ((x - x0) * dx + (y - y0) * dy) / length));
      return Math.hypot(x - x0 - t * dx, y - y0 - t * dy) - (r0 + t * (r1 - r0));
    },
  };
}

export function box(
  left: number,
  top: number,
  width: number,
  height: number,
  corner = 0,
): Pick<Shape, 'distance' | 'bounds'> {
  const [cx, cy] = [left + width / 2, top + height / 2];
  const [hx, hy] = [width / 2 - corner, height / 2 - corner];
  return {
    bounds: [left - 4, top - 4, left + width + 4, top + height + 4],
    distance: (x, y) => {
      const [qx, qy] = [Math.abs(x - cx) - hx, Math.abs(y - cy) - hy];
      return Math.hypot(Math.max(qx, 0), Math.max(qy, 0)) + Math.min(Math.max(qx, qy), 0) - corner;
    },
  };
}

export const flat = (colour: Colour) => () => colour;

/** Light from the upper left over something round. */
export function round(colour: Colour, cx: number, cy: number, radius: number, depth = 0.35): Shape['paint'] {
  return (x, y) => {
    const shade = 1 - depth * Math.max(-0.4, Math.min(1, ((x - cx) * 0.6 + (y - cy) * 0.5) / radius));
    return [colour[0] * shade, colour[1] * shade, colour[2] * shade];
  };
}

/** RGB in floats, and how much of it is painted over. */
export class Canvas {
  readonly rgb: Float32Array;
  readonly alpha: Float32Array;
  readonly width: number;
  readonly height: number;

  constructor(width: number, height: number) {
    this.width = width;
    this.height = height;
    this.rgb = new Float32Array(width * height * 3);
    this.alpha = new Float32Array(width * height);
  }

  copy(): Canvas {
    const copy = new Canvas(this.width, this.height);
    copy.rgb.set(this.rgb);
    return copy;
  }

  /** Paints a shape over what is there. */
  paint(shape: Shape): void {
    const softness = shape.softness ?? 1;
    const [left, top, right, bottom] = shape.bounds;
    const [x1, y1] = [Math.min(this.width, Math.ceil(right)), Math.min(this.height, Math.ceil(bottom))];
    for (let y = Math.max(0, Math.floor(top)); y < y1; y++) {
      for (let x = Math.max(0, Math.floor(left)); x < x1; x++) {
        const cover = Math.max(0, Math.min(1, 0.5 - shape.distance(x + 0.5, y + 0.5) / softness));
        if (cover === 0) continue;
        const at = y * this.width + x;
        const colour = shape.paint(x, y);
        for (let channel = 0; channel < 3; channel++) {
          const before = this.rgb[at * 3 + channel] ?? 0;
          this.rgb[at * 3 + channel] = before + cover * ((colour[channel] ?? 0) - before);
        }
        this.alpha[at] = (this.alpha[at] ?? 0) + cover * (1 - (this.alpha[at] ?? 0));
      }
    }
  }
}
