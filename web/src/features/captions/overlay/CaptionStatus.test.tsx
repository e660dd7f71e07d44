import { render, screen } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { startTranslations } from '../../../i18n';
import { AI_UNKNOWN } from '../../../rtc/room-metadata';
import type { AiView } from '../../../rtc/types';
import { CaptionStatus } from './CaptionStatus';

beforeAll(() => {
  startTranslations();
});

const ai = (state: AiView['state']): AiView => ({ ...AI_UNKNOWN, state, captionsOn: true, notesOn: true });

test.each([
  ['starting', 'Captions are starting.'],
  ['restarting', 'Captions have stopped. The call goes on. We are starting them again.'],
  ['unavailable', 'Captions are not available right now. The call goes on without them.'],
  ['busy', 'Captions wait for a free place. They begin by themselves; the call goes on.'],
  ['live', ''],
] as const)('captions that are %s: "%s"', (state, words) => {
  render(<CaptionStatus ai={ai(state)} isConnected />);
  expect(screen.getByRole('status').textContent).toBe(words);
});

test('captions that come too late to follow say so, and that what is left out is marked', () => {
  render(<CaptionStatus ai={{ ...ai('live'), isBehind: true }} isConnected />);
  expect(screen.getByRole('status').textContent).toBe(
    'Captions are behind what is being said. What they leave out is marked.',
  );
});

test('nothing is claimed of the captions while the connection itself is gone', () => {
  render(<CaptionStatus ai={ai('restarting')} isConnected={false} />);
  expect(screen.getByRole('status').textContent).toBe('');
});

test('captions that are off need no word', () => {
  render(<CaptionStatus ai={{ ...ai('starting'), captionsOn: false }} isConnected />);
  expect(screen.getByRole('status').textContent).toBe('');
});
