import { render, screen } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { startTranslations } from '../../i18n';
import type { CaptionView } from '../../rtc/types';
import { CaptionLog } from './CaptionLog';
import { CaptionOverlay } from './CaptionOverlay';
import { USUAL_LOOK } from './caption-preferences';

beforeAll(() => {
  startTranslations();
});

const PARTIAL: CaptionView = {
  segmentId: 's-2',
  speaker: 'p-maria',
  speakerName: '<b>Maria</b>',
  text: 'we meet again on Friday',
  firmCharacters: 7,
  isFinal: false,
  language: 'en',
  startMs: 4_000,
  endMs: 5_000,
};
const FINAL: CaptionView = {
  ...PARTIAL,
  segmentId: 's-1',
  text: 'Good morning.',
  isFinal: true,
  startMs: 0,
  endMs: 1_000,
};

test('firm words are solid, the rest is dimmed', () => {
  const { container } = render(<CaptionOverlay captions={[PARTIAL]} colourOf={() => 3} look={USUAL_LOOK} />);
  expect(container.querySelector('[data-firm]')?.textContent).toBe('we meet');
  expect(screen.getByText('again on Friday').className).toContain('coming');
});

test('captions are labelled as made by AI, the name is text in the speaker’s colour', () => {
  const { container } = render(<CaptionOverlay captions={[PARTIAL]} colourOf={() => 3} look={USUAL_LOOK} />);
  expect(screen.getByText('AI captions')).toBeTruthy();
  expect(screen.getByText('<b>Maria</b>').tagName).toBe('BDI');
  expect(container.querySelector('figure')?.dataset['speaker']).toBe('3');
});

test('captions that are turned on begin with new words, not with what was finished before', () => {
  const overlay = (captions: readonly CaptionView[]) => (
    <CaptionOverlay captions={captions} colourOf={() => 3} look={USUAL_LOOK} />
  );
  const { rerender } = render(overlay([FINAL]));
  expect(screen.queryByText('Good morning.')).toBeNull();
  rerender(overlay([FINAL, PARTIAL]));
  expect(screen.getByText('again on Friday')).toBeTruthy();
});

test('screen readers hear finals only', () => {
  render(<CaptionLog captions={[FINAL, PARTIAL]} />);
  const log = screen.getByRole('log');
  expect(log.getAttribute('aria-live')).toBe('polite');
  expect(log.textContent).toContain('Good morning.');
  expect(log.textContent).not.toContain('Friday');
});
