// @vitest-environment jsdom
import { beforeEach, expect, it, vi } from 'vitest';

beforeEach(() => {
  localStorage.clear();
  vi.resetModules();
});

it('remembers the choice for the next meeting', async () => {
  const first = await import('./background-choice');
  first.chooseBackground({ kind: 'blur', strength: 0.8 });
  vi.resetModules();
  const next = await import('./background-choice');
  expect(next.background.getState().choice).toMatchObject({ kind: 'blur', strength: 0.8 });
});

it.each([
  '{"state":{"choice":{"kind":"x-ray","strength":7,"picture":4}},"version":0}',
  'null',
  '{"state":5}',
])('starts with none where storage holds %s', async (stored) => {
  localStorage.setItem('parley.background', stored);
  const { background } = await import('./background-choice');
  expect(background.getState().choice).toEqual({
    kind: 'none',
    strength: 0.5,
    picture: 'window',
    isLowPower: false,
  });
});
