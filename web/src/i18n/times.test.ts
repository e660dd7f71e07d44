import { expect, test } from 'vitest';
import { clockTime, duration } from './times';

test.each([
  [0, '0:00'],
  [7_999, '0:07'],
  [247_000, '4:07'],
  [3_847_000, '1:04:07'],
])('%i ms on the meeting clock reads %s', (ms, text) => {
  expect(clockTime(ms)).toBe(text);
});

test('a duration is given in minutes, or in seconds when it is short', () => {
  expect(duration(12 * 60_000, 'en')).toBe('12 min');
  expect(duration(42_000, 'en')).toBe('42 sec');
});
