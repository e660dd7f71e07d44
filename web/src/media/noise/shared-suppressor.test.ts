import { beforeEach, expect, it, vi } from 'vitest';
import { FakeSuppressor } from '../../rtc/testing/suppressor';
import { noisePreferences } from './preferences';
import { sharedSuppressor } from './shared-suppressor';

const opened: FakeSuppressor[] = [];
vi.mock('../denoise', () => ({
  Suppressor: {
    open: async () => {
      const suppressor = new FakeSuppressor();
      opened.push(suppressor);
      return suppressor;
    },
  },
}));

beforeEach(() => noisePreferences.setState({ isOn: true, isMusic: false }));

it('is one for the page, on and off', async () => {
  const first = await sharedSuppressor();
  noisePreferences.setState({ isOn: false });
  noisePreferences.setState({ isOn: true });
  expect(await sharedSuppressor()).toBe(first);
});

it('is another one after it has failed and was turned off, and the failed one is closed', async () => {
  const first = await sharedSuppressor();
  const failed = opened.at(-1);
  failed?.become({ cause: 'failed' });
  expect(await sharedSuppressor()).toBe(first); // its lighter one still works
  noisePreferences.setState({ isOn: false });
  expect(failed?.isClosed).toBe(true);
  noisePreferences.setState({ isOn: true });
  expect(await sharedSuppressor()).not.toBe(first);
});

it('is another one after it has failed while nobody wanted it', async () => {
  await sharedSuppressor();
  const failed = opened.at(-1);
  noisePreferences.setState({ isOn: false });
  failed?.become({ cause: 'failed' });
  expect(failed?.isClosed).toBe(true);
});
