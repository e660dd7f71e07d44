// @vitest-environment jsdom
import { describe, expect, it } from 'vitest';
import { noisePreferences } from './preferences';

async function stored(state: unknown) {
  localStorage.setItem('parley.noise', JSON.stringify({ state, version: 0 }));
  await noisePreferences.persist.rehydrate();
  return noisePreferences.getState();
}

describe('what is remembered about noise', () => {
  it('comes back', async () => {
    noisePreferences.setState({ isOn: true, strength: 'gentle' });
    const kept = localStorage.getItem('parley.noise');
    expect(await stored(JSON.parse(kept ?? '{}').state)).toMatchObject({ isOn: true, strength: 'gentle' });
  });

  it('is what it was the first time where storage holds something else', async () => {
    noisePreferences.setState({ isOn: false, isMusic: false, strength: 'all' });
    expect(await stored({ isOn: 'yes', strength: 'loud', isMusic: 3 })).toEqual({
      isOn: false,
      isMusic: false,
      strength: 'all',
    });
    expect(await stored(null)).toMatchObject({ isOn: false });
  });
});
