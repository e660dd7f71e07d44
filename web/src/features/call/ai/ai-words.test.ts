import { describe, expect, it } from 'vitest';
import { startTranslations } from '../../../i18n';
import { AI_UNKNOWN } from '../../../rtc/room-metadata';
import type { AiView } from '../../../rtc/types';
import { aiMarkText, aiStateText, engineText } from './ai-words';

const t = startTranslations().t;
const STATES: readonly AiView['state'][] = ['starting', 'live', 'restarting', 'busy', 'unavailable'];
const ai = (change: Partial<AiView>): AiView => ({ ...AI_UNKNOWN, state: 'live', ...change });

describe('what is said of the AI', () => {
  it.each([
    [true, true, 'AI captions and notes on', 'becomes text'],
    [true, false, 'AI captions on', 'becomes text'],
    [false, true, 'AI notes on', 'becomes a transcript'],
    [false, false, 'AI is off', 'Nothing that is said becomes text'],
  ])('is true with captions %s and notes %s', (captionsOn, notesOn, mark, words) => {
    expect(aiMarkText(t, ai({ captionsOn, notesOn }))).toBe(mark);
    expect(aiStateText(t, ai({ captionsOn, notesOn }))).toContain(words);
  });

  it.each(STATES)('never speaks of captions as of something that runs while they are off: %s', (state) => {
    const words = aiStateText(t, ai({ state, captionsOn: false, notesOn: true }));
    expect(words).not.toMatch(/^Captions|without captions/);
  });

  it.each(STATES)('is nothing but off while nothing is on: %s', (state) => {
    expect(aiMarkText(t, ai({ state, captionsOn: false, notesOn: false }))).toBe('AI is off');
  });

  it('names the engine only while it works', () => {
    const liveEngine = 'whisper-tiny.en';
    expect(engineText(t, ai({ liveEngine }))).toBe('Speech engine: whisper-tiny.en');
    expect(engineText(t, ai({ liveEngine, isFallback: true }))).toContain('fallback');
    expect(engineText(t, ai({ liveEngine, state: 'restarting' }))).toBeNull();
    expect(engineText(t, ai({}))).toBeNull();
  });
});
