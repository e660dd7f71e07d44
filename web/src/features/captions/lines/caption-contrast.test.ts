import { readFileSync } from 'node:fs';
import { describe, expect, test } from 'vitest';
import { SPEAKER_COLOURS } from '../../../ui/speakers/speaker-colours';
import { AA, AAA, contrast, pair, single } from '../../../ui/theme/token-contrast';
import { CAPTION_LOOKS } from '../look/caption-preferences';

const STYLES = readFileSync('src/features/captions/lines/CaptionBlock.module.css', 'utf8');

/** The token that a property of the rule with exactly this selector names; null if the rule says nothing of it. */
function token(selector: string, property: string): string | null {
  const rule = STYLES.split('}').find((part) => part.split('{')[0]?.trim().endsWith(`\n${selector}`));
  const own = rule ?? STYLES.split('}').find((part) => part.split('{')[0]?.trim() === selector);
  if (own === undefined) throw new Error(`no rule ${selector}`);
  const value = own
    .split('{')[1]
    ?.split(';')
    .find((line) => line.trim().startsWith(`${property}:`));
  return value === undefined ? null : (/var\(--([a-z-]+)\)/.exec(value)?.[1] ?? null);
}

type Look = {
  background: (typeof CAPTION_LOOKS.background)[number];
  contrast: (typeof CAPTION_LOOKS.contrast)[number];
};
const LOOKS: Look[] = CAPTION_LOOKS.background.flatMap((background) =>
  CAPTION_LOOKS.contrast.map((degree) => ({ background, contrast: degree })),
);

/** What lies around the letters, as the style sheet has it: the box, or without one the letters' own edge. */
function around(look: Look): string {
  if (look.background === 'none') return token(".block[data-background='none']", '-webkit-text-stroke') ?? '';
  if (look.contrast === 'high')
    return token(".block[data-contrast='high']:not([data-background='none'])", 'background') ?? '';
  return (
    (look.background === 'soft'
      ? token('.block', 'background')
      : token(".block[data-background='solid']", 'background')) ?? ''
  );
}

describe.each(LOOKS)('captions on $background background, with $contrast contrast', (look) => {
  const least = look.contrast === 'high' ? AAA : AA;
  const behind = single(around(look));

  test('firm words, words to come and the label can be read over any picture', () => {
    const coming = token(look.contrast === 'high' ? ".block[data-contrast='high']" : '.block', '--coming');
    expect(contrast(single(token('.line', 'color') ?? ''), behind)).toBeGreaterThanOrEqual(least);
    expect(contrast(single(coming ?? ''), behind)).toBeGreaterThanOrEqual(least);
  });

  test('so can every speaker’s name', () => {
    for (let colour = 1; colour <= SPEAKER_COLOURS; colour += 1) {
      const [, onDark] = pair(`speaker-${colour}`);
      expect(contrast(onDark, behind)).toBeGreaterThanOrEqual(least);
    }
  });
});

test('the usual look is AAA too', () => {
  expect(contrast(single('caption-text'), single('caption-backdrop'))).toBeGreaterThanOrEqual(AAA);
  expect(contrast(single('caption-text-unstable'), single('caption-backdrop'))).toBeGreaterThanOrEqual(AAA);
});

test('words to come are always dimmer than firm ones', () => {
  for (const coming of ['caption-text-unstable', 'caption-text-unstable-high']) {
    expect(contrast(single('caption-text'), single(coming))).toBeGreaterThan(1.2);
  }
});
