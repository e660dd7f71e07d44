import { describe, expect, it } from 'vitest';
import type { TranslationPair } from '../../gen';
import { readingChoices, translationInto } from './reading-languages';

const pair = (source: string, target: string, is_draft = true): TranslationPair => ({
  source,
  target,
  is_draft,
  pivot: null,
});
const PAIRS = [pair('en', 'es'), pair('en', 'ca', false), pair('es', 'en'), pair('fr', 'it')];

const choices = (readers: string[], chosen: string | null = null) =>
  readingChoices({ captioned: ['en'], pairs: PAIRS, readers, chosen, page: 'en' }).map(
    ({ name, translation }) => `${name}: ${translation}`,
  );

describe('languages to read in', () => {
  it('are those that something captioned is translated into, by name, drafts marked', () => {
    expect(choices(['en-GB'])).toEqual(['Catalan: full', 'Spanish: draft']);
  });

  it('name the reader’s own even if nothing is translated into it, and what was chosen elsewhere', () => {
    expect(choices(['de-AT', 'es-MX'], 'ja')).toEqual([
      'Catalan: full',
      'Spanish: draft',
      'German: none',
      'Japanese: none',
    ]);
  });
});

it.each([
  ['es-MX', PAIRS, 'draft'],
  ['it', PAIRS, 'none'],
  ['de', [], 'none'],
  ['de', null, 'full'],
] as const)('into %s', (tag, pairs, how) => {
  expect(translationInto(tag, ['en'], pairs)).toBe(how);
});
