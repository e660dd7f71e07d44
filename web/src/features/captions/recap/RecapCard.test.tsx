import { act, fireEvent, render, screen } from '@testing-library/react';
import { afterEach, beforeAll, beforeEach, expect, test, vi } from 'vitest';
import { startTranslations } from '../../../i18n';
import type { CaptionView } from '../../../rtc/types';
import { RecapCard } from './RecapCard';
import { useRecap } from './use-recap';

beforeAll(() => {
  startTranslations();
  Element.prototype.scrollIntoView = () => undefined; // jsdom lays nothing out
});
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

const SAID: CaptionView = {
  segmentId: 's-1',
  speaker: 'p-maria',
  speakerName: 'Maria',
  text: 'We go by train.',
  firmCharacters: 0,
  isFinal: true,
  language: 'en',
  startMs: 1_000,
  endMs: 2_000,
};

interface LateComerProps {
  readonly hasPanel?: boolean;
  readonly isHidden?: boolean;
}

/** Somebody who came in 9 s after the beginning. */
function LateComer({ hasPanel = false, isHidden = false }: LateComerProps) {
  const recap = useRecap([SAID], 9_000, hasPanel);
  return isHidden ? null : <RecapCard recap={recap} colourOf={() => 3} onAll={() => undefined} />;
}

const told = () => screen.queryByText('We go by train.');
const pass = (ms: number) => act(() => void vi.advanceTimersByTime(ms));

test('the recap leaves by itself, but not while somebody reads it', () => {
  render(<LateComer />);
  const recap = screen.getByRole('region', { name: 'What was just said' });
  fireEvent.pointerEnter(recap);
  pass(120_000);
  expect(told()).not.toBeNull();
  fireEvent.pointerLeave(recap);
  pass(44_000);
  expect(told()).not.toBeNull();
  pass(1_000);
  expect(told()).toBeNull();
});

test('what was closed, or read beside the stage, is not told again', () => {
  const { rerender, unmount } = render(<LateComer />);
  fireEvent.click(screen.getByRole('button', { name: 'Close' }));
  rerender(<LateComer />);
  expect(told()).toBeNull();
  unmount();
  const { rerender: again } = render(<LateComer />);
  again(<LateComer hasPanel />);
  again(<LateComer />);
  expect(told()).toBeNull();
});

test('captions that were hidden for a while do not bring it back', () => {
  const { rerender } = render(<LateComer />);
  rerender(<LateComer isHidden />);
  pass(60_000);
  rerender(<LateComer />);
  expect(told()).toBeNull();
});
