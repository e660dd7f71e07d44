import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { Router } from 'wouter';
import { memoryLocation } from 'wouter/memory-location';
import { startTranslations } from '../../i18n';
import { JoinForm } from './JoinForm';

beforeAll(() => {
  startTranslations();
});

const ID = 'Zk3x_9-QabcdefGHJKKL12';

function show() {
  const location = memoryLocation({ path: '/', record: true });
  render(
    <QueryClientProvider client={new QueryClient()}>
      <Router hook={location.hook}>
        <JoinForm />
      </Router>
    </QueryClientProvider>,
  );
  return location.history;
}

async function join(text: string) {
  await userEvent.type(screen.getByRole('textbox'), text);
  await userEvent.click(screen.getByRole('button', { name: 'Join' }));
}

test('a link leads to the meeting without asking the server', async () => {
  const history = show();
  const ask = vi.spyOn(globalThis, 'fetch');
  await join(`https://meet.example.org/m/${ID}`);
  expect(history.at(-1)).toBe(`/m/${ID}`);
  expect(ask).not.toHaveBeenCalled();
});

test('a malformed code is told at once, beside the field, and nothing is sent', async () => {
  const history = show();
  const ask = vi.spyOn(globalThis, 'fetch');
  await join('abc-defg');
  const field = screen.getByRole('textbox');
  const problem = screen.getByText(/A code has ten letters/);
  expect(field.getAttribute('aria-invalid')).toBe('true');
  expect(field.getAttribute('aria-describedby')).toContain(problem.id);
  expect(history).toEqual(['/']);
  expect(ask).not.toHaveBeenCalled();
});

test('letters that occur in no code are named', async () => {
  show();
  await join('abc-defg-hil');
  expect(screen.getByText(/i, l and o never occur/)).toBeTruthy();
});

test('typing on takes the complaint back', async () => {
  show();
  await join('abc-d3fg-hjk');
  expect(screen.getByText(/A code is letters only/)).toBeTruthy();
  await userEvent.type(screen.getByRole('textbox'), 'x');
  expect(screen.queryByText(/A code is letters only/)).toBeNull();
});
