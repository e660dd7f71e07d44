import { expect, test } from 'vitest';
import { pseudoLocale, pseudoText } from './pseudo-locale';

test('letters are accented, the text grows by a third and placeholders stay', () => {
  expect(pseudoText('Hello {{name}}')).toBe('[Héllö {{name}} ~~~~~]');
});

test('nested keys stay as they are', () => {
  expect(pseudoLocale({ call: { leave: 'Leave' } })).toEqual({ call: { leave: '[Léávé ~~]' } });
});
