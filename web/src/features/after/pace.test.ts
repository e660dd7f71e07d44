import { expect, test } from 'vitest';
import { type Known, pollMs } from './pace';

const known = (change: Partial<Known>): Known => ({
  meeting: 'ended',
  notes: 'ready',
  isLongOver: false,
  ...change,
});

test('nothing is asked again before the first answer: what failed is not hammered', () => {
  expect(pollMs(known({ meeting: undefined, notes: undefined }))).toBe(false);
});

test.each(['waiting', 'running'] as const)('a meeting that is %s is looked at, calmly', (meeting) => {
  expect(pollMs(known({ meeting, notes: 'pending' }))).toBe(5_000);
  expect(pollMs(known({ meeting, notes: 'off', isLongOver: true }))).toBe(5_000);
});

test('notes on their way are soon looked at again, however long they take', () => {
  expect(pollMs(known({ notes: 'pending', isLongOver: true }))).toBe(1_500);
  expect(pollMs(known({ notes: undefined }))).toBe(1_500);
});

test.each(['ready', 'empty', 'failed'] as const)('notes that are %s end it', (notes) => {
  expect(pollMs(known({ notes }))).toBe(false);
});

test('with notes off the last words are waited for, but not for ever', () => {
  expect(pollMs(known({ notes: 'off' }))).toBe(1_500);
  expect(pollMs(known({ notes: 'off', isLongOver: true }))).toBe(false);
});
