/** Contrast of the colours in tokens.css, for tests. WCAG 2.2. */
import { readFileSync } from 'node:fs';

export const AA = 4.5;
export const AAA = 7;

const TOKENS = readFileSync('src/ui/theme/tokens.css', 'utf8');

/** A colour with one pair of values: for light and for dark. */
export function pair(name: string): readonly [light: string, dark: string] {
  const match = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(TOKENS);
  if (match?.[1] === undefined || match[2] === undefined) throw new Error(`no pair of colours for ${name}`);
  return [match[1], match[2]];
}

/** A colour that is the same in both; a see-through one as it is over a white picture, the worst for light words. */
export function single(name: string): string {
  const opaque = new RegExp(`--${name}: (#[0-9a-f]{6});`).exec(TOKENS)?.[1];
  if (opaque !== undefined) return opaque;
  const match = new RegExp(`--${name}: rgb\\((\\d+) (\\d+) (\\d+) / ([\\d.]+)\\)`).exec(TOKENS);
  if (match === null) throw new Error(`no colour ${name}`);
  const alpha = Number(match[4]);
  const parts = [1, 2, 3].map((at) => Math.round(Number(match[at]) * alpha + 255 * (1 - alpha)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

export function contrast(first: string, second: string): number {
  const [darker = 0, lighter = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** Relative luminance. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}
