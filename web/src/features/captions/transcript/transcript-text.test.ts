import { beforeAll, describe, expect, test } from 'vitest';
import type { GapReason } from '../../../gen';
import { startTranslations } from '../../../i18n';
import type { GapView } from '../../../rtc/types';
import { gapText } from './gap-text';
import { inTime } from './transcript-entries';
import { type SaidWords, transcriptText } from './transcript-text';

let t: ReturnType<typeof startTranslations>['t'];
beforeAll(() => {
  ({ t } = startTranslations());
});

function gap(change: Partial<GapView> = {}): GapView {
  const whole = { gapId: 'gap-1', speaker: null, speakerName: '', startMs: 61_000, endMs: 65_200 };
  return { ...whole, reason: 'agent_away', ...change };
}

const said = (start_ms: number, text: string): SaidWords => ({ start_ms, speaker_name: 'Maria', text });
const startMs = (words: SaidWords) => words.start_ms;

describe('a gap in words', () => {
  const maria = { speaker: 'p-1', speakerName: 'Maria', endMs: 64_000 };

  test.each<[GapReason, Partial<GapView>, string]>([
    ['agent_away', {}, 'Captions were away for 4 seconds. What was said then is missing.'],
    ['agent_away', maria, 'Captions stopped here. Missing: 3 seconds of Maria’s words.'],
    ['overloaded', {}, 'Too much was said at once. Missing here: 4 seconds.'],
    ['overloaded', maria, 'Too much was said at once. Missing here: 3 seconds of Maria’s words.'],
    ['engine_failed', maria, 'The captions failed here. Missing: 3 seconds of Maria’s words.'],
    [
      'language_unsupported',
      maria,
      'Captions cannot write the language that Maria speaks. Missing here: 3 seconds.',
    ],
  ])('%s', (reason, change, words) => {
    expect(gapText(t, 'en', gap({ reason, ...change }))).toBe(words);
  });

  test('of somebody whose name nobody knows names nobody', () => {
    const words = gapText(t, 'en', gap({ reason: 'engine_failed', speaker: 'p-1' }));
    expect(words).toBe('The captions failed here. Missing: 4 seconds.');
  });

  test.each([
    [10, '1 second'],
    [89_600, '90 seconds'],
    [180_000, '3 minutes'],
  ])('of %d ms lasts %s', (ms, length) => {
    expect(gapText(t, 'en', gap({ startMs: 0, endMs: ms }))).toContain(`for ${length}.`);
  });
});

describe('words and gaps', () => {
  const entries = inTime([said(1_000, 'One.'), said(61_000, 'Two.'), said(90_000, 'Three.')], startMs, [
    gap({ gapId: 'first', startMs: 0 }),
    gap({ gapId: 'middle' }),
    gap({ gapId: 'last', startMs: 91_000 }),
  ]);

  test('stand in the order of their times, and none is lost', () => {
    const order = entries.map((entry) => (entry.kind === 'gap' ? entry.gap.gapId : entry.words.text));
    expect(order).toEqual(['first', 'One.', 'Two.', 'middle', 'Three.', 'last']);
  });

  test('become text with heading, time, speaker and words, and what is missing in brackets', () => {
    expect(transcriptText('Planning', entries.slice(1, 4), () => 'nobody listened')).toBe(
      'Planning\n\n0:01  Maria\nOne.\n\n1:01  Maria\nTwo.\n\n1:01  [nobody listened]\n',
    );
  });
});
