import { act, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, expect, test, vi } from 'vitest';
import { startTranslations } from '../../../i18n';
import type { CaptionView } from '../../../rtc/types';
import { USUAL_LOOK } from '../look/caption-preferences';
import { CaptionLog } from './CaptionLog';
import { CaptionOverlay } from './CaptionOverlay';

beforeAll(() => {
  startTranslations();
});
afterEach(() => void vi.useRealTimers());

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

const overlay = (captions: readonly CaptionView[]) => (
  <CaptionOverlay captions={captions} colourOf={() => 3} look={USUAL_LOOK} />
);

test('captions that are turned on begin with new words, not with what was finished before', () => {
  const { rerender } = render(overlay([FINAL]));
  expect(screen.queryByText('Good morning.')).toBeNull();
  rerender(overlay([FINAL, PARTIAL]));
  expect(screen.getByText('again on Friday')).toBeTruthy();
});

test('when words that nobody finished are withdrawn, what was said before them does not come back', () => {
  vi.useFakeTimers();
  const { rerender } = render(overlay([FINAL, PARTIAL]));
  act(() => vi.advanceTimersByTime(8_000));
  expect(screen.queryByRole('figure')).toBeNull();
  rerender(overlay([FINAL]));
  expect(screen.queryByText('Good morning.')).toBeNull();
  rerender(overlay([FINAL, { ...PARTIAL, segmentId: 's-3', startMs: 20_000, endMs: 21_000 }]));
  expect(screen.getByText('again on Friday')).toBeTruthy();
});

test('long words that are withdrawn in the middle do not bring back what was said before them', () => {
  const { rerender } = render(overlay([FINAL, { ...PARTIAL, endMs: 15_000 }]));
  rerender(overlay([FINAL]));
  expect(screen.queryByText('Good morning.')).toBeNull();
});

test('a noise that turns out to be no words takes nothing from the screen that was just said', () => {
  const { rerender } = render(overlay([{ ...FINAL, isFinal: false }]));
  rerender(overlay([FINAL]));
  rerender(overlay([FINAL, { ...PARTIAL, startMs: 1_500, endMs: 2_000 }]));
  rerender(overlay([FINAL]));
  expect(screen.getByText('Good morning.')).toBeTruthy();
});

test('words that go on stay on screen after somebody else has put in a word', () => {
  vi.useFakeTimers();
  const long: CaptionView = { ...PARTIAL, segmentId: 's-7', startMs: 0, text: 'as I said' };
  const word: CaptionView = { ...FINAL, segmentId: 's-8', speaker: 'p-ben', text: 'Right.', startMs: 4_500 };
  const { rerender } = render(overlay([long]));
  rerender(overlay([long, word]));
  for (const more of ['we meet', 'we meet again', 'we meet again on Friday']) {
    act(() => vi.advanceTimersByTime(4_000));
    rerender(overlay([{ ...long, text: more, endMs: 20_000 }, word]));
  }
  expect(screen.getByText('again on Friday')).toBeTruthy();
  expect(screen.queryByText('Right.')).toBeNull();
  act(() => vi.advanceTimersByTime(8_000));
  expect(screen.queryByRole('figure')).toBeNull();
});

test('a person who goes on is not put off the screen by two who put in a word', () => {
  const long: CaptionView = { ...PARTIAL, startMs: 0, endMs: 6_000 };
  const words = ['p-ben', 'p-cai'].map((speaker) => ({
    ...FINAL,
    segmentId: speaker,
    speaker,
    startMs: 4_500,
    endMs: 5_000,
  }));
  render(overlay([long, ...words]));
  expect(screen.getByText('again on Friday')).toBeTruthy();
});

test('screen readers hear finals only', () => {
  render(<CaptionLog captions={[FINAL, PARTIAL]} />);
  const log = screen.getByRole('log');
  expect(log.getAttribute('aria-live')).toBe('polite');
  expect(log.textContent).toContain('Good morning.');
  expect(log.textContent).not.toContain('Friday');
});
