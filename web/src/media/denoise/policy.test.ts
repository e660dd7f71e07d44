import { describe, expect, it } from 'vitest';
import { browserSuppresses, type Choice, constraintsFor } from './policy';

describe('exactly one suppressor', () => {
  it.each<[Choice, boolean]>([
    ['ours', false],
    ['browser', true],
    ['none', false],
  ])('%s: the browser’s own is on: %s', (choice, isOn) => {
    expect(browserSuppresses(constraintsFor(choice))).toBe(isOn);
  });

  it('keeps echo away and the level even with ours, and leaves the level of music alone', () => {
    expect(constraintsFor('ours')).toMatchObject({ echoCancellation: true, autoGainControl: true });
    expect(constraintsFor('none')).toMatchObject({ echoCancellation: true, autoGainControl: false });
  });

  it('counts voice isolation as one, and no word about it as none', () => {
    expect(browserSuppresses({ noiseSuppression: false, voiceIsolation: true })).toBe(true);
    expect(browserSuppresses({})).toBe(false);
  });
});
