/** Clips of drawn people in a drawn room whose true matte is known, frame by frame and always the same. */
import { drawn, PEOPLE, type Pose } from './people.ts';
import { box, Canvas, type Colour, ellipse, flat, type Shape } from './shapes.ts';

export const SCENES = ['one', 'two', 'moving_camera'] as const;
type Scene = (typeof SCENES)[number];

export interface ClipWish {
  readonly scene: Scene;
  readonly width: number;
  readonly height: number;
  /** Frames until the clip is back where it began. */
  readonly frames: number;
  /** Colour of small things in the room that must never be seen through an effect; null: none. */
  readonly marker: Colour | null;
}

export interface DrawnFrame {
  /** [height, width, 3], 0…255. */
  readonly rgb: Float32Array;
  /** [height, width], 0…1: how much of each pixel is person. */
  readonly alpha: Float32Array;
}

/** Standard deviation of the sensor's noise, of 255. */
const NOISE = 2.5;

/** Draws a clip one frame at a time. */
export class Clip {
  readonly #room: Canvas;
  readonly #noise: Float32Array;
  readonly wish: ClipWish;

  constructor(wish: ClipWish) {
    this.wish = wish;
    const isMoving = wish.scene === 'moving_camera';
    this.#room = room(isMoving ? Math.round(wish.width * 1.3) : wish.width, wish.height, wish.marker);
    this.#noise = gaussian(8191 * 3);
  }

  frame(index: number): DrawnFrame {
    const { width, height, frames, scene } = this.wish;
    const phase = (2 * Math.PI * index) / frames;
    const pan = Math.round(((this.#room.width - width) / 2) * (1 + Math.sin(phase)));
    const canvas = new Canvas(width, height);
    for (let y = 0; y < height; y++) {
      const from = (y * this.#room.width + pan) * 3;
      canvas.rgb.set(this.#room.rgb.subarray(from, from + width * 3), y * width * 3);
    }
    for (const [number, pose] of poses(scene, width, height, phase).entries()) {
      const person = PEOPLE[number % PEOPLE.length];
      if (person !== undefined) for (const shape of drawn(person, pose)) canvas.paint(shape);
    }
    const light = 1 + 0.015 * Math.sin(3 * phase);
    for (let i = 0; i < canvas.rgb.length; i++) {
      const noise = this.#noise[(i * 7 + index * 4099) % this.#noise.length] ?? 0;
      canvas.rgb[i] = Math.max(0, Math.min(255, (canvas.rgb[i] ?? 0) * light + noise * NOISE));
    }
    return { rgb: canvas.rgb, alpha: canvas.alpha };
  }
}

function poses(scene: Scene, width: number, height: number, phase: number): readonly Pose[] {
  const size = height * 0.34;
  const wave = Math.max(0, Math.sin(phase));
  const middle = {
    x: width * (0.5 + 0.06 * Math.sin(phase)),
    y: height * 0.42,
    size,
    turn: Math.sin(phase * 2) * 0.8,
    wave,
  };
  if (scene !== 'two') return [middle];
  const near = { ...middle, x: width * (0.3 + 0.03 * Math.sin(phase)), y: height * 0.45 };
  const far = {
    x: width * (0.7 + 0.03 * Math.cos(phase)),
    y: height * 0.5,
    size: size * 0.8,
    turn: Math.cos(phase),
    wave: 0,
  };
  return [far, near];
}

/** A wall, a window, a shelf of books, a plant and a lamp. */
function room(width: number, height: number, marker: Colour | null): Canvas {
  const canvas = new Canvas(width, height);
  const [w, h] = [width / 100, height / 100];
  const paint = (part: Pick<Shape, 'distance' | 'bounds'>, colour: Colour) =>
    canvas.paint({ ...part, paint: flat(colour) });
  canvas.paint({
    ...box(-9, -9, width + 18, height + 18),
    paint: (x, y) => [186 - y / h / 4 + x / w / 8, 180 - y / h / 4, 168 - y / h / 3],
  });
  paint(box(0, h * 86, width, h * 20), [122, 92, 70]);
  paint(box(w * 6, h * 10, w * 22, h * 44), [238, 240, 244]);
  paint(box(w * 7.5, h * 12.5, w * 9, h * 39), [150, 190, 224]);
  paint(box(w * 17.5, h * 12.5, w * 9, h * 39), [158, 198, 228]);
  paint(box(w * 72, h * 14, w * 24, h * 52), [112, 78, 52]);
  const spines: readonly Colour[] = [
    [160, 60, 50],
    [70, 110, 80],
    [210, 180, 90],
    [80, 90, 140],
    [180, 170, 160],
  ];
  for (let shelf = 0; shelf < 3; shelf++) {
    paint(box(w * 73, h * (16 + shelf * 17), w * 22, h * 14.5), [64, 44, 30]);
    for (let book = 0; book < 12; book++) {
      const colour = spines[(book * 3 + shelf * 2) % spines.length] ?? [0, 0, 0];
      paint(
        box(w * (73.6 + book * 1.75), h * (18 + shelf * 17 + (book % 3)), w * 1.5, h * (12.4 - (book % 3))),
        colour,
      );
    }
  }
  paint(box(w * 31, h * 14, w * 8, h * 14), [230, 222, 204]);
  paint(box(w * 32.5, h * 17, w * 5, h * 8), [120, 150, 160]);
  paint(box(w * 1, h * 70, w * 7, h * 18, w), [150, 100, 76]);
  for (let leaf = -3; leaf <= 3; leaf++)
    paint(
      ellipse(w * (4.5 + leaf * 1.4), h * (60 - 3 * (3 - Math.abs(leaf))), w * 0.9, h * 10, leaf * 0.25),
      [66, 120, 62],
    );
  if (marker !== null) for (const [x, y] of MARKERS) paint(box(w * x, h * y, w * 3, h * 5), marker);
  return canvas;
}

/** Where markers are, in hundredths of the room: away from where people are, and not next to one another. */
const MARKERS = [
  [2, 3],
  [31, 4],
  [66, 3],
  [95, 6],
  [2, 58],
  [90, 76],
  [12, 78],
] as const;

/** A fixed sequence of normal numbers: clips are the same on every machine. */
export function gaussian(count: number): Float32Array {
  let state = 20_260_101;
  const uniform = () => {
    state = (Math.imul(state, 1_664_525) + 1_013_904_223) >>> 0;
    return (state + 1) / 4_294_967_297;
  };
  return Float32Array.from(
    { length: count },
    () => Math.sqrt(-2 * Math.log(uniform())) * Math.cos(2 * Math.PI * uniform()),
  );
}
