import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import { startTranslations } from '../../../i18n';
import { MEETING } from '../../testing/meeting';
import { InviteCard } from './InviteCard';

beforeAll(() => {
  startTranslations();
});

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
