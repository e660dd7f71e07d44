import { describe, expect, it } from 'vitest';
import { sharedList, sharedObject } from './sharing';

describe('structural sharing', () => {
  it('keeps an object that says the same', () => {
    const before = { name: 'Ada', isSpeaking: false };
    expect(sharedObject(before, { name: 'Ada', isSpeaking: false })).toBe(before);
  });

  it('takes the new object when one field differs', () => {
    const next = { name: 'Ada', isSpeaking: true };
    expect(sharedObject({ name: 'Ada', isSpeaking: false }, next)).toBe(next);
  });

  it('keeps a list with the same things in the same order, and no other', () => {
    const [a, b] = [{}, {}];
    const before = [a, b];
    expect(sharedList(before, [a, b])).toBe(before);
    expect(sharedList(before, [b, a])).not.toBe(before);
    expect(sharedList(before, [a])).not.toBe(before);
  });
});
