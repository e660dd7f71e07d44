import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { saveSession } from '../../api/session';
import type { OwnQuality } from '../../gen';
import { startTranslations } from '../../i18n';
import { OwnHint } from './OwnHint';

beforeAll(() => {
  startTranslations();
});
beforeEach(() => {
  saveSession('m', { resumeSecret: 'rs_own', hostKey: 'hk_host' });
});
afterEach(() => {
  cleanup();
  vi.unstubAllGlobals();
  localStorage.clear();
});

const LOSSY: OwnQuality = { cause: 'uplink', advice: ['move_or_cable'] };

function show(quality: OwnQuality, isConnected = true) {
  const answer = vi.fn(async () => Response.json(quality));
  vi.stubGlobal('fetch', answer);
  render(
    <QueryClientProvider client={new QueryClient()}>
      <OwnHint meetingId="m" isConnected={isConnected} />
    </QueryClientProvider>,
  );
  return answer;
}

const lossyWords =
  'Your network loses a part of what you send. Others hear you break up. Move closer to the Wi-Fi, or use a cable.';

test('says what is wrong on one’s own side and what to do, until it has been read', async () => {
  const asked = show(LOSSY);
  expect(await screen.findByText(lossyWords)).toBeTruthy();
  const [, options] = asked.mock.calls[0] as unknown as [string, RequestInit];
  expect(new Headers(options.headers).get('authorization')).toBe('Bearer rs_own');
  await userEvent.click(screen.getByRole('button', { name: 'Got it' }));
  expect(screen.queryByText(lossyWords)).toBeNull();
});

test.each<[string, OwnQuality]>([
  ['nothing is wrong', { cause: null, advice: [] }],
  ['it is nobody’s own', { cause: 'sfu', advice: [] }],
])('is silent where %s', async (_, quality) => {
  const asked = show(quality);
  await vi.waitFor(() => expect(asked).toHaveBeenCalled());
  expect(screen.queryByRole('status')).toBeNull();
});

test('asks nothing while the call is not connected', () => {
  const asked = show(LOSSY, false);
  expect(asked).not.toHaveBeenCalled();
  expect(screen.queryByRole('status')).toBeNull();
});
