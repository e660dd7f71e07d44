import { fireEvent, render, screen } from '@testing-library/react';
import { beforeAll, expect, test } from 'vitest';
import { startTranslations } from '../../../i18n';
import type { CaptionView } from '../../../rtc/types';
import { USUAL_LOOK } from '../look/caption-preferences';
import { CaptionOverlay } from '../overlay/CaptionOverlay';
import { SaidLine } from './SaidLine';

beforeAll(() => {
  startTranslations();
});

const CAPTION: CaptionView = {
  ...{ segmentId: 's-1', speaker: 'p-1', speakerName: 'Maria', text: 'We ship.' },
  ...{ firmCharacters: 8, isFinal: false, language: 'en', startMs: 0, endMs: 1000 },
  translation: { language: 'ar', text: 'نحن نشحن Parley.', isDraft: true, pivot: 'es', isFinal: true },
};

test('a translation is marked as a machine’s draft and its way, and what was said is one press away', () => {
  render(<SaidLine caption={CAPTION} colour={1} />);
  expect(screen.getByText('نحن نشحن Parley.').lang).toBe('ar');
  expect(screen.getByText('Draft translation, by way of Spanish')).toBeTruthy();
  expect(screen.queryByText('We ship.')).toBeNull();
  fireEvent.click(screen.getByRole('button', { name: 'Original' }));
  expect(screen.getByText('We ship.').lang).toBe('en');
});

test('over the stage a translation runs its own way, is marked, and turns to what was said by one press', () => {
  const { container } = render(<CaptionOverlay captions={[CAPTION]} colourOf={() => 3} look={USUAL_LOOK} />);
  const line = () => container.querySelector<HTMLElement>('p');
  expect([line()?.dir, line()?.lang]).toEqual(['rtl', 'ar']);
  expect(screen.getByText('Draft translation, by way of Spanish')).toBeTruthy();
  fireEvent.click(screen.getByRole('button', { name: 'Original' }));
  expect([line()?.dir, line()?.lang, line()?.textContent]).toEqual(['ltr', 'en', 'We ship.']);
  expect(screen.getByText('AI captions')).toBeTruthy();
});
