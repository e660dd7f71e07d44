import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startTranslations } from '../../../i18n';
import type { CaptionView, GapView } from '../../../rtc/types';
import { TranscriptPanel } from './TranscriptPanel';

/** Where the reader stands, which jsdom cannot tell: it lays nothing out. */
let seesEnd: (isSeen: boolean) => void = () => undefined;
const scrolls = vi.fn();

beforeAll(() => {
  startTranslations();
  Element.prototype.scrollIntoView = scrolls;
  vi.stubGlobal(
    'IntersectionObserver',
    class {
      constructor(tell: (entries: readonly { isIntersecting: boolean }[]) => void) {
        seesEnd = (isIntersecting) => act(() => tell([{ isIntersecting }]));
      }
      observe() {}
      disconnect() {}
    },
  );
});
beforeEach(() => {
  vi.useFakeTimers();
  scrolls.mockClear();
});
afterEach(() => void vi.useRealTimers());

function said(startMs: number): CaptionView {
  return {
    segmentId: `s-${startMs}`,
    speaker: 'p-maria',
    speakerName: 'Maria',
    text: `Words of ${startMs}.`,
    firmCharacters: 0,
    isFinal: true,
    language: 'en',
    startMs,
    endMs: startMs + 500,
  };
}
const AWAY: GapView = {
  gapId: 'away-1',
  speaker: null,
  speakerName: '',
  startMs: 2_000,
  endMs: 5_000,
  reason: 'agent_away',
};

/** jsdom has no clipboard. */
function clipboard(writeText: (text: string) => Promise<void>) {
  const spied = vi.fn(writeText);
  Object.defineProperty(navigator, 'clipboard', { value: { writeText: spied }, configurable: true });
  return spied;
}

const panel = (captions: readonly CaptionView[], onOpen = () => undefined) => (
  <TranscriptPanel
    captions={captions}
    gaps={[AWAY]}
    colourOf={() => 3}
    onOpen={onOpen}
    onClose={() => undefined}
  />
);

test('what is missing stands at its time among what was said, and is looked for when the panel opens', () => {
  const onOpen = vi.fn();
  render(panel([said(1_000), said(9_000)], onOpen));
  expect(screen.getAllByRole('listitem').map((line) => line.textContent)).toEqual([
    'Maria0:01Words of 1000.',
    '0:02Captions were away for 3 seconds. What was said then is missing.',
    'Maria0:09Words of 9000.',
  ]);
  expect(onOpen).toHaveBeenCalledTimes(1);
});

test('a reader who has scrolled back stays there, sees how much is new, and catches up by one press', () => {
  const { rerender } = render(panel([said(1_000)]));
  seesEnd(false);
  scrolls.mockClear();
  rerender(panel([said(1_000), said(9_000), said(10_000)]));
  expect(scrolls).not.toHaveBeenCalled();
  fireEvent.click(screen.getByRole('button', { name: '2 new lines' }));
  expect(scrolls).toHaveBeenCalledTimes(1);
  seesEnd(true);
  expect(screen.queryByRole('button', { name: /new line/ })).toBeNull();
});

test('whoever is at the end follows along', () => {
  const { rerender } = render(panel([said(1_000)]));
  seesEnd(true);
  scrolls.mockClear();
  rerender(panel([said(1_000), said(9_000)]));
  expect(scrolls).toHaveBeenCalled();
});

test('what is copied is what is read, under a heading that says a machine translated it', () => {
  const copied = clipboard(() => Promise.resolve());
  const translation = { language: 'de', text: 'Worte von 1000.', isDraft: true, pivot: null, isFinal: true };
  render(panel([{ ...said(1_000), translation }, said(9_000)]));
  fireEvent.click(screen.getByRole('button', { name: 'Copy' }));
  expect(copied).toHaveBeenCalledExactlyOnceWith(
    [
      'Transcript by AI · Draft translation',
      '0:01  Maria\nWorte von 1000.',
      '0:02  [Captions were away for 3 seconds. What was said then is missing.]',
      '0:09  Maria\nWords of 9000.\n',
    ].join('\n\n'),
  );
});

test('where the browser refuses to copy, it says so and what to do', async () => {
  clipboard(() => Promise.reject(new DOMException('not allowed', 'NotAllowedError')));
  render(panel([said(1_000)]));
  await act(async () => fireEvent.click(screen.getByRole('button', { name: 'Copy' })));
  expect(screen.getByRole('alert').textContent).toContain('copy it yourself');
});
