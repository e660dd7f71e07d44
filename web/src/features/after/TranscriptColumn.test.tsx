import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Meeting, Segment } from '../../gen';
import { startTranslations } from '../../i18n';
import { TranscriptColumn } from './TranscriptColumn';

beforeAll(() => {
  startTranslations();
});

const MEETING: Meeting = {
  meeting_id: 'Zk3x_9-QabcdefGHJKKL12',
  code: 'abc-defg-hjk',
  title: 'Standup',
  state: 'ended',
  captions_on: true,
  notes_on: true,
  language: null,
  profanity: 'keep',
  speech_engine: 'auto',
  created_at: '2026-11-23T08:00:00Z',
  started_at: '2026-11-23T08:00:05Z',
  ended_at: '2026-11-23T09:00:00Z',
};
const SAID: Segment = {
  segment_id: 's-1',
  speaker: 'p-maria',
  speaker_name: 'Maria',
  text: 'Good morning.',
  language: 'en',
  start_ms: 1_000,
  end_ms: 2_000,
};

test('a transcript that the browser does not let us copy is said to be so', async () => {
  const person = userEvent.setup();
  vi.spyOn(navigator.clipboard, 'writeText').mockRejectedValue(
    new DOMException('not allowed', 'NotAllowedError'),
  );
  render(
    <TranscriptColumn
      meeting={MEETING}
      spoken={[SAID]}
      translations={[]}
      gaps={[]}
      colourOf={() => 1}
      highlighted={null}
      search=""
      onSearch={() => undefined}
    />,
  );
  await person.click(screen.getByRole('button', { name: 'Copy transcript' }));
  expect((await screen.findByRole('alert')).textContent).toContain('copy it yourself');
});
