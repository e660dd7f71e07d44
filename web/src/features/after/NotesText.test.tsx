import { render, screen } from '@testing-library/react';
import userEvent from '@testing-library/user-event';
import i18next from 'i18next';
import { beforeAll, expect, test, vi } from 'vitest';
import type { Notes, Segment } from '../../gen';
import { startTranslations } from '../../i18n';
import { NotesText } from './NotesText';
import { notesPlain } from './notes-plain';

beforeAll(() => {
  startTranslations();
});

const SEGMENTS: readonly Segment[] = [
  segment('s-1', 4_000, 'We go with the second draft.'),
  segment('s-2', 65_000, 'I will send it by Friday.'),
];

const NOTES: Notes = {
  method: 'extractive',
  chapters: [
    {
      title: 'Second draft',
      start_ms: 4_000,
      end_ms: 70_000,
      lines: [{ text: 'We go with the second draft.', evidence: ['s-1', 's-2'] }],
    },
  ],
  decisions: [{ text: 'Go with the <b>second</b> draft.', evidence: ['s-1'] }],
  action_items: [
    {
      text: 'Send the draft.',
      evidence: ['s-2'],
      owner: 'p-maria',
      owner_name: 'Maria',
      due_text: 'by Friday',
    },
    { text: 'Book the room.', evidence: ['s-gone'], owner: null, owner_name: null, due_text: null },
  ],
};

function segment(segmentId: string, startMs: number, text: string): Segment {
  return {
    segment_id: segmentId,
    speaker: 'p-maria',
    speaker_name: 'Maria',
    language: 'en',
    start_ms: startMs,
    end_ms: startMs + 2_000,
    text,
  };
}

function show() {
  const onCite = vi.fn();
  render(<NotesText notes={NOTES} segments={SEGMENTS} colourOf={() => 5} onCite={onCite} />);
  return onCite;
}

test('a citation is a time that leads to its segment', async () => {
  const onCite = show();
  const mark = screen.getAllByRole('button', { name: 'Said at 1:05, show in the transcript' })[0];
  if (mark === undefined) throw new Error('no citation');
  expect(mark.textContent).toBe('1:05');
  await userEvent.click(mark);
  expect(onCite).toHaveBeenCalledExactlyOnceWith('s-2');
});

test('an action item names its owner in their colour and when it is due', () => {
  show();
  const item = screen.getByText('by Friday').closest('li');
  const owner = screen.getByText('Maria');
  expect(item?.contains(owner)).toBe(true);
  expect(owner.dataset['speaker']).toBe('5');
  expect(screen.getByText('Nobody named')).toBeTruthy();
});

test('a citation of a segment that is not there is left out', () => {
  show();
  const item = screen.getByText(/Book the room/).closest('li');
  expect(item?.querySelector('button')).toBeNull();
});

test('what the notes say is text', () => {
  show();
  expect(screen.getByText(/<b>second<\/b>/)).toBeTruthy();
});

test('as plain text each line keeps its owner, its date and the times that it rests on', () => {
  expect(notesPlain(i18next.t, NOTES, SEGMENTS)).toBe(
    [
      'Decisions',
      '- Go with the <b>second</b> draft. (0:04)',
      '',
      'Action items',
      '- Maria, by Friday: Send the draft. (1:05)',
      '- Nobody named: Book the room.',
      '',
      'Second draft',
      '- We go with the second draft. (0:04, 1:05)',
      '',
    ].join('\n'),
  );
});
