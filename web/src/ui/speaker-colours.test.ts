import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { assignColours, SPEAKER_COLOURS } from './speaker-colours';

const TOKENS = readFileSync('src/ui/tokens.css', 'utf8');
const AA = 4.5;
const AAA = 7;

function pair(name: string): readonly [string, string] {
  const match = new RegExp(`--${name}: light-dark\\((#[0-9a-f]{6}), (#[0-9a-f]{6})\\)`).exec(TOKENS);
  if (match?.[1] === undefined || match[2] === undefined) throw new Error(`no pair of colours for ${name}`);
  return [match[1], match[2]];
}

/** Relative luminance, WCAG 2.2. */
function luminance(hex: string): number {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => {
    const part = Number.parseInt(hex.slice(at, at + 2), 16) / 255;
    return part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4;
  });
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
}

function contrast(first: string, second: string): number {
  const [darker = 0, lighter = 0] = [luminance(first), luminance(second)].sort((a, b) => a - b);
  return (lighter + 0.05) / (darker + 0.05);
}

/** The caption backdrop over a white picture: the worst that can lie behind it. */
function worstBackdrop(): string {
  const match = /--caption-backdrop: rgb\((\d+) (\d+) (\d+) \/ ([\d.]+)\)/.exec(TOKENS);
  const alpha = Number(match?.[4]);
  const parts = [1, 2, 3].map((at) => Math.round(Number(match?.[at]) * alpha + 255 * (1 - alpha)));
  return `#${parts.map((part) => part.toString(16).padStart(2, '0')).join('')}`;
}

describe.each(Array.from({ length: SPEAKER_COLOURS }, (_, index) => `speaker-${index + 1}`))('%s', (name) => {
  const [light, dark] = pair(name);

  test('is AAA on the caption backdrop even over a white picture', () => {
    expect(contrast(dark, worstBackdrop())).toBeGreaterThanOrEqual(AAA);
  });

  test('is AA on every surface of its theme', () => {
    for (const surface of ['surface-0', 'surface-1', 'surface-2']) {
      const [onLight, onDark] = pair(surface);
      expect(contrast(light, onLight)).toBeGreaterThanOrEqual(AA);
      expect(contrast(dark, onDark)).toBeGreaterThanOrEqual(AA);
    }
  });
});

test.each(['text', 'text-muted', 'accent', 'good', 'warn', 'bad'])('%s is AA on every surface', (name) => {
  const [light, dark] = pair(name);
  for (const surface of ['surface-0', 'surface-1', 'surface-2']) {
    const [onLight, onDark] = pair(surface);
    expect(contrast(light, onLight)).toBeGreaterThanOrEqual(AA);
    expect(contrast(dark, onDark)).toBeGreaterThanOrEqual(AA);
  }
});

test('firm and coming caption words are AAA and AA over a white picture', () => {
  expect(contrast('#ffffff', worstBackdrop())).toBeGreaterThanOrEqual(AAA);
  expect(contrast('#b9b9bd', worstBackdrop())).toBeGreaterThanOrEqual(AAA);
});

test('the first twelve people all differ and keep their colour as others come', () => {
  const people = Array.from({ length: SPEAKER_COLOURS }, (_, index) => `p-${index * 7919}`);
  let colours: ReadonlyMap<string, number> = new Map();
  for (let count = 1; count <= people.length; count += 1) {
    const before = colours;
    colours = assignColours(before, people.slice(0, count));
    for (const [identity, colour] of before) expect(colours.get(identity)).toBe(colour);
  }
  expect(new Set(colours.values()).size).toBe(SPEAKER_COLOURS);
});

test('a thirteenth person still has one of the twelve', () => {
  const people = Array.from({ length: SPEAKER_COLOURS + 1 }, (_, index) => `q-${index}`);
  const colour = assignColours(new Map(), people).get('q-12');
  expect(colour).toBeGreaterThanOrEqual(1);
  expect(colour).toBeLessThanOrEqual(SPEAKER_COLOURS);
});
