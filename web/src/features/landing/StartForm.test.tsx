import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startTranslations } from '../../i18n';
import { MEETING } from '../testing/meeting';
import { StartForm } from './StartForm';

beforeAll(() => {
  startTranslations();
});
beforeEach(() => {
  vi.spyOn(globalThis, 'fetch').mockImplementation(async (_, init) => {
    const { title } = JSON.parse(String(init?.body));
    return Response.json({ meeting: { ...MEETING, title }, host_key: 'hk_1' }, { status: 201 });
  });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <StartForm />
    </QueryClientProvider>,
  );
});
afterEach(() => {
  localStorage.clear();
  window.history.replaceState(null, '', '/');
});

const asked = () => vi.mocked(fetch).mock.calls.map(([, init]) => JSON.parse(String(init?.body)));

test('whoever starts a meeting may name it', async () => {
  const user = userEvent.setup();
  await user.type(screen.getByRole('textbox', { name: /name/i }), '  Weekly planning {Enter}');
  await vi.waitFor(() => expect(window.location.pathname).toBe(`/m/${MEETING.meeting_id}`));
  expect(asked()).toEqual([{ title: 'Weekly planning' }]);
});

test('one press starts a meeting without a name', async () => {
  await userEvent.setup().click(screen.getByRole('button', { name: 'Start a meeting' }));
  await vi.waitFor(() => expect(window.location.pathname).toBe(`/m/${MEETING.meeting_id}`));
  expect(asked()).toEqual([{ title: '' }]);
});
