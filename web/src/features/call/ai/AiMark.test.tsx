import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test } from 'vitest';
import { startTranslations } from '../../../i18n';
import { AI_UNKNOWN } from '../../../rtc/room-metadata';
import { AiMark } from './AiMark';

beforeAll(() => {
  startTranslations();
});

test('the mark tells everybody which engine hears them, and that it is the fallback', async () => {
  const live = { ...AI_UNKNOWN, state: 'live', captionsOn: true, liveEngine: 'whisper-tiny.en' } as const;
  const { rerender } = render(<AiMark ai={live} />);
  await userEvent.click(screen.getByRole('button', { name: 'AI captions on' }));
  expect(screen.getByText('Speech engine: whisper-tiny.en')).toBeTruthy();
  rerender(<AiMark ai={{ ...live, isFallback: true }} />);
  expect(screen.getByText('Speech engine: whisper-tiny.en, as the fallback')).toBeTruthy();
});
