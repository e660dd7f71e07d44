// @vitest-environment jsdom
import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { ConnectionTest } from './connection-test';

const offline = () => Promise.reject(new TypeError('Failed to fetch'));

beforeEach(() => vi.stubGlobal('fetch', vi.fn(offline)));
afterEach(() => vi.unstubAllGlobals());

const statuses = (test: ConnectionTest) =>
  Object.fromEntries(test.getSnapshot().legs.map(({ leg, outcome }) => [leg, outcome?.status]));

it('goes on to the next leg that can be tried, and says why the others cannot', async () => {
  vi.stubGlobal('isSecureContext', false);
  const test = new ConnectionTest({ microphoneId: null, cameraId: null });
  await test.run();
  const { state, legs } = test.getSnapshot();
  expect(state).toBe('done');
  const failing = legs.filter(({ outcome }) => outcome?.status === 'failed');
  expect(failing.map(({ leg, outcome }) => [leg, outcome?.reason])).toEqual([
    ['browser', 'insecure_page'],
    ['api', 'unreachable'],
  ]);
  const rest = legs.filter((view) => !failing.includes(view));
  expect(rest.every(({ outcome }) => outcome?.status === 'skipped' && outcome.durationMs === 0)).toBe(true);
});

it('shows nothing more once it is closed', async () => {
  const test = new ConnectionTest({ microphoneId: null, cameraId: null });
  test.close();
  await test.run();
  expect(new Set(Object.values(statuses(test)))).toEqual(new Set([undefined]));
  expect(fetch).not.toHaveBeenCalled();
});
