import { describe, expect, it } from 'vitest';
import { isCaptioned, languageChoices, languageName } from './languages';

const names = (captioned: string[], readers: string[], chosen: string | null = null, page = 'en') =>
  languageChoices(captioned, readers, chosen, page).map(({ name }) => name);

describe('languages to choose from', () => {
  it('are those that are captioned, then the reader’s own, each sorted by name', () => {
    expect(names(['en', 'de', 'fr'], ['uk-UA', 'en-GB', 'cs'])).toEqual([
      'English',
      'French',
      'German',
      'Czech',
      'Ukrainian',
    ]);
  });

  it('are named in the language of the page', () => {
    expect(names(['en', 'de'], [], null, 'de')).toEqual(['Deutsch', 'Englisch']);
  });

  it('keep what was chosen elsewhere, and say that it is not captioned here', () => {
    const choices = languageChoices(['en'], ['en-GB'], 'de', 'en');
    expect(choices).toEqual([
      { tag: 'en', name: 'English', isCaptioned: true },
      { tag: 'de', name: 'German', isCaptioned: false },
    ]);
  });

  it('keep a chosen region beside its language, as what is chosen must be there to be shown', () => {
    expect(names(['pt'], [], 'pt-BR')).toEqual(['Brazilian Portuguese', 'Portuguese']);
  });

  it('have a readable name where a variant has none in the browser', () => {
    expect(languageName('ca-valencia', 'en')).toMatch(/^Catalan \(Valencian?\)$/);
    expect(languageName('en-GB', 'en')).toBe('British English');
  });

  it('hold nothing twice', () => {
    expect(names(['en'], ['en-GB', 'en-US', 'de-AT', 'de'], 'de')).toEqual(['English', 'German']);
  });
});

describe('whether a language is captioned', () => {
  it.each([
    [['en'], 'en-GB', true],
    [['pt-BR'], 'pt', true],
    [['en'], 'de', false],
    [['en'], 'eng-x', false],
  ])('by %j: %s is %s', (captioned, tag, is) => {
    expect(isCaptioned(captioned, tag)).toBe(is);
  });

  it('is not denied while the server names no language at all', () => {
    expect(isCaptioned([], 'de')).toBe(true);
  });
});

it('a tag that is none is its own name', () => {
  expect(languageName('not a tag', 'en')).toBe('not a tag');
});
