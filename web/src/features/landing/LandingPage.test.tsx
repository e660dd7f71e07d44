import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { cleanup, render, screen } from '@testing-library/react';
import { beforeAll, expect, test, vi } from 'vitest';
import { startTranslations } from '../../i18n';
import { LandingPage } from './LandingPage';

beforeAll(() => {
  startTranslations();
  vi.stubGlobal('matchMedia', () => new EventTarget()); // jsdom has none; the page asks for the system's theme
});

function show(soundMayLeave: boolean) {
  cleanup();
  const client = new QueryClient({ defaultOptions: { queries: { staleTime: Number.POSITIVE_INFINITY } } });
  client.setQueryData(['config'], { sound_may_leave: soundMayLeave, text_may_leave: false });
  render(
    <QueryClientProvider client={client}>
      <LandingPage />
    </QueryClientProvider>,
  );
}

test('whoever starts a meeting reads whether sound may leave this server', () => {
  show(false);
  expect(screen.getByText(/made by AI\. This happens on this server: no sound/)).toBeDefined();
  show(true);
  expect(screen.getByText(/made by AI\. For this, sound may be sent to another company’s/)).toBeDefined();
  expect(screen.queryByText(/on this server: no sound/)).toBeNull();
});
