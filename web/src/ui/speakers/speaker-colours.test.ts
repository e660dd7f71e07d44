// @vitest-environment jsdom
import { describe, expect, test } from 'vitest';
import { AA, AAA, contrast, pair, single } from '../theme/token-contrast';
import {
  type Arrival,
  type Arrivals,
  coloursOf,
  preferredColour,
  rememberArrivals,
  rememberedArrivals,
  SPEAKER_COLOURS,
  speakersOf,
  withNewcomers,
} from './speaker-colours';

describe.each(Array.from({ length: SPEAKER_COLOURS }, (_, index) => `speaker-${index + 1}`))('%s', (name) => {
  const [light, dark] = pair(name);

  test('is AAA on the caption backdrop even over a white picture', () => {
    expect(contrast(dark, single('caption-backdrop'))).toBeGreaterThanOrEqual(AAA);
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

const arrival = (identity: string, joinedAtMs: number | null): Arrival => ({ identity, joinedAtMs });
const NOBODY: Arrivals = new Map();

/** People of whom the second and the third would like the first one's colour. */
function rivals(): readonly [string, string, string] {
  const wished = preferredColour('p-first');
  const alike: string[] = [];
  for (let index = 0; alike.length < 2; index += 1) {
    if (preferredColour(`p-${index}`) === wished) alike.push(`p-${index}`);
  }
  const [second = '', third = ''] = alike;
  return ['p-first', second, third];
}

test('the first twelve people all differ and keep their colour as others come', () => {
  let arrivals = NOBODY;
  for (let count = 0; count < SPEAKER_COLOURS; count += 1) {
    const before = coloursOf(arrivals);
    arrivals = withNewcomers(arrivals, [arrival(`p-${count * 7919}`, 1000 + count)]);
    for (const [identity, colour] of before) expect(coloursOf(arrivals).get(identity)).toBe(colour);
  }
  expect(new Set(coloursOf(arrivals).values()).size).toBe(SPEAKER_COLOURS);
});

test('a thirteenth person still has one of the twelve', () => {
  const people = Array.from({ length: SPEAKER_COLOURS + 1 }, (_, index) => arrival(`q-${index}`, index));
  const colour = coloursOf(withNewcomers(NOBODY, people)).get('q-12');
  expect(colour).toBeGreaterThanOrEqual(1);
  expect(colour).toBeLessThanOrEqual(SPEAKER_COLOURS);
});

test('everybody has the same colour in every browser, whoever a browser heard of first', () => {
  const people = rivals().map((identity, index) => arrival(identity, 1000 * (1 + index)));
  // The first sees the others come one by one; the others find people there, and list themselves first.
  const browsers = [
    people.reduce((known, person) => withNewcomers(known, [person]), NOBODY),
    withNewcomers(withNewcomers(NOBODY, people.slice(0, 2).reverse()), people.slice(2)),
    withNewcomers(NOBODY, people.toReversed()),
  ].map((arrivals) => Object.fromEntries(coloursOf(arrivals)));
  expect(browsers[1]).toEqual(browsers[0]);
  expect(browsers[2]).toEqual(browsers[0]);
  expect(new Set(Object.values(browsers[0] ?? {})).size).toBe(3);
});

test('who comes back after a loss keeps the colour, and takes nobody their own', () => {
  const [first, second] = rivals();
  const before = withNewcomers(NOBODY, [arrival(first, 1000), arrival(second, 2000)]);
  const after = withNewcomers(before, [arrival(first, 9000), arrival(second, 2000)]);
  expect(after).toBe(before);
});

test('who spoke but has left changes nobody', () => {
  const [first, second, third] = rivals();
  const present = withNewcomers(NOBODY, [arrival(second, 1000), arrival(third, 2000)]);
  const colours = coloursOf(withNewcomers(present, speakersOf([{ speaker: third }, { speaker: first }])));
  expect(colours.get(second)).toBe(coloursOf(present).get(second));
  expect(colours.get(third)).toBe(coloursOf(present).get(third));
  expect(new Set(colours.values()).size).toBe(3);
});

test('the page after the meeting knows the colours of the call', () => {
  const [first, second] = rivals();
  const call = withNewcomers(NOBODY, [arrival(first, 1000), arrival(second, 2000)]);
  rememberArrivals('m-1', call);
  const after = withNewcomers(
    rememberedArrivals('m-1'),
    speakersOf([{ speaker: second }, { speaker: first }]),
  );
  expect(coloursOf(after)).toEqual(coloursOf(call));
});
