// @vitest-environment jsdom
import { beforeEach, expect, test } from 'vitest';
import { USUAL_LOOK, useCaptionPreferences } from './caption-preferences';

const KEY = 'parley.captions';
const again = async () => {
  await useCaptionPreferences.persist.rehydrate();
  return useCaptionPreferences.getState();
};

beforeEach(() => {
  localStorage.clear();
  useCaptionPreferences.setState({ areShown: true, look: USUAL_LOOK });
});

test('a look is remembered, part by part', async () => {
  useCaptionPreferences.getState().restyle({ size: 'largest', position: 'top' });
  const stored = localStorage.getItem(KEY) ?? '';
  useCaptionPreferences.setState({ look: USUAL_LOOK });
  localStorage.setItem(KEY, stored);
  expect((await again()).look).toEqual({ ...USUAL_LOOK, size: 'largest', position: 'top' });
});

test.each([
  ['nothing', {}],
  ['what an earlier version wrote', { areShown: true, size: 'large' }],
  ['a choice there is no more', { look: { ...USUAL_LOOK, font: 'comic' } }],
  ['something else', { look: 'huge' }],
])('storage that holds %s gives the usual look', async (_, state) => {
  localStorage.setItem(KEY, JSON.stringify({ state, version: 0 }));
  const { look, areShown } = await again();
  expect(look).toEqual(USUAL_LOOK);
  expect(areShown).toBe(true);
});

test('captions that were hidden stay hidden', async () => {
  localStorage.setItem(KEY, JSON.stringify({ state: { areShown: false, look: USUAL_LOOK }, version: 0 }));
  expect((await again()).areShown).toBe(false);
});
