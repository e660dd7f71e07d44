import { expect, test } from 'vitest';
import english from './en.json';

type Words = { readonly [key: string]: string | Words };

function paths(words: Words, at = ''): readonly (readonly [path: string, text: string])[] {
  return Object.entries(words).flatMap(([key, value]) => {
    const path = at === '' ? key : `${at}.${key}`;
    return typeof value === 'string' ? [[path, value] as const] : paths(value, path);
  });
}

test('every key has words of its own: the extractor writes the key itself where there are none', () => {
  expect(paths(english).filter(([path, text]) => text === path || text.trim() === '')).toEqual([]);
});
