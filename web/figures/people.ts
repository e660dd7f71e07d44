/** Drawn people, as a camera sees them: head and shoulders, with hair, a face, clothes and a moving arm. */
import { type Colour, ellipse, flat, limb, round, type Shape } from './shapes.ts';

export interface Person {
  readonly skin: Colour;
  readonly hair: Colour;
  readonly clothes: Colour;
  readonly hasLongHair: boolean;
}

export const PEOPLE: readonly Person[] = [
  { skin: [224, 172, 140], hair: [58, 38, 28], clothes: [48, 74, 122], hasLongHair: true },
  { skin: [150, 100, 72], hair: [24, 20, 20], clothes: [150, 62, 58], hasLongHair: false },
];

/** Where a person is: `x`, `y` the middle of the head and `size` its height, in pixels; `turn` in radians. */
export interface Pose {
  readonly x: number;
  readonly y: number;
  readonly size: number;
  readonly turn: number;
  /** 0 arm down, 1 hand raised beside the head. */
  readonly wave: number;
}

/** Back to front. */
export function drawn(person: Person, pose: Pose): readonly Shape[] {
  const { x, y, size: s, turn, wave } = pose;
  const { skin, hair, clothes } = person;
  const sway = Math.sin(turn) * s * 0.12;
  const neck = y + s * 0.62;
  const shape = (part: Pick<Shape, 'distance' | 'bounds'>, paint: Shape['paint'], softness = 1.2): Shape => ({
    ...part,
    paint,
    softness,
  });
  const dark: Colour = [hair[0] * 0.7, hair[1] * 0.7, hair[2] * 0.7];
  const lips: Colour = [skin[0] * 0.72, skin[1] * 0.5, skin[2] * 0.5];
  const back = person.hasLongHair
    ? [shape(ellipse(x + sway, y + s * 0.12, s * 0.5, s * 0.72), round(dark, x, y, s), 3)]
    : [];
  const elbow = { x: x + s * (1.02 + 0.2 * wave), y: neck + s * (1.3 - 0.4 * wave) };
  const hand = { x: elbow.x - s * 0.1, y: elbow.y + s * (0.9 - 1.9 * wave) };
  return [
    ...back,
    shape(
      limb(x, neck - s * 0.3, s * 0.2, x, neck + s * 0.25, s * 0.24),
      round([skin[0] * 0.85, skin[1] * 0.85, skin[2] * 0.85], x, neck, s * 0.5),
    ),
    shape(
      limb(x - s * 0.62, neck + s * 0.5, s * 0.3, x + s * 0.62, neck + s * 0.5, s * 0.3),
      round(clothes, x, neck, s * 1.4),
    ),
    shape(
      limb(x, neck + s * 0.75, s * 0.72, x, neck + s * 3.2, s * 0.85),
      round(clothes, x, neck + s, s * 1.4),
    ),
    shape(
      limb(x + s * 0.78, neck + s * 0.62, s * 0.24, elbow.x, elbow.y, s * 0.2),
      round(clothes, x + s, neck + s, s),
    ),
    shape(
      limb(elbow.x, elbow.y, s * 0.17, hand.x, hand.y, s * 0.12),
      round(wave > 0.3 ? skin : clothes, x + s, neck, s),
    ),
    shape(ellipse(hand.x, hand.y - s * 0.08, s * 0.14, s * 0.18, 0.3), round(skin, hand.x, hand.y, s * 0.3)),
    shape(limb(x, neck + s * 0.3, s * 0.16, x, neck + s * 0.5, s * 0.05), round(skin, x, neck, s * 0.5)),
    shape(ellipse(x - s * 0.4, y + s * 0.05, s * 0.07, s * 0.12), round(skin, x, y, s)),
    shape(ellipse(x + s * 0.4, y + s * 0.05, s * 0.07, s * 0.12), round(skin, x, y, s)),
    shape(ellipse(x, y, s * 0.39, s * 0.52, turn * 0.1), round(skin, x, y, s * 0.55)),
    shape(
      ellipse(x + sway * 0.3, y - s * 0.34, s * 0.43, s * 0.26),
      round(hair, x, y - s * 0.3, s * 0.5),
      2.5,
    ),
    ...[-1, 1].flatMap((side) => [
      shape(ellipse(x + side * s * 0.15 + sway, y - s * 0.02, s * 0.07, s * 0.038), flat([245, 242, 238])),
      shape(
        ellipse(x + side * s * 0.15 + sway * 1.2, y - s * 0.02, s * 0.034, s * 0.036),
        flat([40, 28, 22]),
      ),
      shape(
        limb(
          x + side * s * 0.09 + sway,
          y - s * 0.13,
          s * 0.016,
          x + side * s * 0.23 + sway,
          y - s * 0.12,
          s * 0.012,
        ),
        flat(dark),
      ),
    ]),
    shape(
      limb(x + sway, y, s * 0.03, x + sway * 1.3, y + s * 0.13, s * 0.045),
      round([skin[0] * 0.9, skin[1] * 0.88, skin[2] * 0.86], x - s * 0.1, y, s * 0.3),
    ),
    shape(
      limb(x - s * 0.1 + sway, y + s * 0.27, s * 0.022, x + s * 0.1 + sway, y + s * 0.27, s * 0.022),
      flat(lips),
    ),
  ];
}
