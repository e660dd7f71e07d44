import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Meeting } from '../../gen';
import { startTranslations } from '../../i18n';
import { InviteCard } from './InviteCard';

beforeAll(() => {
  startTranslations();
});

const MEETING: Meeting = {
  meeting_id: 'Zk3x_9-QabcdefGHJKKL12',
  code: 'abc-defg-hjk',
  title: '',
  state: 'running',
  captions_on: true,
  notes_on: true,
  language: null,
  profanity: 'keep',
  speech_engine: 'auto',
  created_at: '2026-11-23T08:00:00Z',
  started_at: '2026-11-23T08:00:05Z',
  ended_at: null,
};

test('a link that the browser does not let us copy is said to be so, until it does', async () => {
  const person = userEvent.setup();
  const write = vi.spyOn(navigator.clipboard, 'writeText');
  write.mockRejectedValueOnce(new DOMException('not allowed', 'NotAllowedError'));
  render(<InviteCard meeting={MEETING} />);
  await person.click(screen.getByRole('button', { name: 'Copy link' }));
  expect((await screen.findByRole('alert')).textContent).toContain('does not let us copy');
  await person.click(screen.getByRole('button', { name: 'Copy link' }));
  expect(await screen.findByRole('button', { name: 'Link copied' })).toBeTruthy();
  expect(screen.queryByRole('alert')).toBeNull();
});
