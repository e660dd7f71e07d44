import { render, screen } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { startTranslations } from '../../i18n';
import type { AiView } from '../../rtc/types';
import { CaptionStatus } from './CaptionStatus';

beforeAll(() => {
  startTranslations();
});

const ai = (state: AiView['state']): AiView => ({
  state,
  captionsOn: true,
  notesOn: true,
  changedBy: '',
  agentIdentity: null,
});

test.each([
  ['starting', 'Captions are starting.'],
  ['restarting', 'Captions have stopped. The call goes on. We are starting them again.'],
  ['unavailable', 'Captions are not available right now. The call goes on without them.'],
  ['live', ''],
] as const)('captions that are %s: "%s"', (state, words) => {
  render(<CaptionStatus ai={ai(state)} isConnected />);
  expect(screen.getByRole('status').textContent).toBe(words);
});

test('nothing is claimed of the captions while the connection itself is gone', () => {
  render(<CaptionStatus ai={ai('restarting')} isConnected={false} />);
  expect(screen.getByRole('status').textContent).toBe('');
});

test('captions that are off need no word', () => {
  render(<CaptionStatus ai={{ ...ai('starting'), captionsOn: false }} isConnected />);
  expect(screen.getByRole('status').textContent).toBe('');
});
