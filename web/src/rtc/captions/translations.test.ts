import { describe, expect, it } from 'vitest';
import type { CaptionView } from '../types';
import { captionOf, translationOf } from './caption-streams';
import { TranslationStore, wordsOf } from './translations';

const said = (segmentId: string, isFinal = true): CaptionView => ({
  ...{ segmentId, speaker: 'p-1', speakerName: 'Maria', text: `Words of ${segmentId}` },
  ...{ firmCharacters: 5, isFinal, language: 'en', startMs: 0, endMs: 1 },
});
const written = (text: string, language = 'es') => ({
  language,
  text,
  isDraft: true,
  pivot: null,
  isFinal: true,
});
const CAPTIONS = [said('s-1'), said('s-2'), said('s-3', false)];

function reader(): TranslationStore {
  const store = new TranslationStore();
  store.read('es');
  return store;
}
const shown = (store: TranslationStore) => store.over(CAPTIONS).map((caption) => wordsOf(caption).text);

describe('captions as they are read', () => {
  it('are what was spoken for whoever reads that, whatever else is known', () => {
    const store = new TranslationStore();
    store.receive({ sender: 'agent-1', segmentId: 's-1', translation: written('Palabras') });
    expect(store.over(CAPTIONS)).toBe(CAPTIONS);
  });

  it('have their translation in the language that is read, with what was said beside it', () => {
    const store = reader();
    store.receive({ sender: 'agent-1', segmentId: 's-1', translation: written('Palabras') });
    store.receive({ sender: 'agent-1', segmentId: 's-2', translation: written('Paraules', 'ca') });
    expect(shown(store)).toEqual(['Palabras', 'Words of s-2', 'Words of s-3']);
    expect(store.over(CAPTIONS)[0]?.text).toBe('Words of s-1');
    store.read('ca');
    expect(shown(store)).toEqual(['Words of s-1', 'Paraules', 'Words of s-3']);
  });

  it('dim what is still being said in another language, and nothing that is read as it is spoken', () => {
    expect(reader().over(CAPTIONS)[2]?.firmCharacters).toBe(0);
    const english = new TranslationStore();
    english.read('en-GB');
    expect(english.over(CAPTIONS)[2]?.firmCharacters).toBe(5);
  });

  it('keep the first live translation; the store has the last word', () => {
    const store = reader();
    expect(store.receive({ sender: 'a', segmentId: 's-1', translation: written('Uno') })).toBe(true);
    expect(store.receive({ sender: 'a', segmentId: 's-1', translation: written('Dos') })).toBe(false);
    expect(store.receive({ sender: 'a', segmentId: 's-2', translation: written(' ') })).toBe(false);
    expect(shown(store)[0]).toBe('Uno');
    store.reconcile([
      { segment_id: 's-1', language: 'es', text: 'Tres', engine: 'x', is_draft: false, pivot: 'fr' },
    ]);
    expect(store.over(CAPTIONS)[0]?.translation).toEqual({
      ...{ language: 'es', text: 'Tres', isDraft: false, pivot: 'fr', isFinal: true },
    });
  });

  it('are read along while they are still being said, dimmed, until the final one', () => {
    const store = reader();
    const say = (text: string, isFinal: boolean) =>
      store.receive({ sender: 'a', segmentId: 's-3', translation: { ...written(text), isFinal } });
    say('Vamos', false);
    say('Vamos a', false);
    expect(shown(store)[2]).toBe('Vamos a');
    expect(store.over(CAPTIONS)[2]?.firmCharacters).toBe(0);
    say('Vamos a ir.', true);
    expect(say('Vamos', false)).toBe(false);
    expect(shown(store)[2]).toBe('Vamos a ir.');
  });

  it('are what was spoken again when no engine translates the end of it', () => {
    const store = reader();
    const say = (text: string, isFinal: boolean) =>
      store.receive({ sender: 'a', segmentId: 's-3', translation: { ...written(text), isFinal } });
    expect(say('', true)).toBe(false);
    say('Vamos', false);
    expect(say('', false)).toBe(false);
    expect(say('', true)).toBe(true);
    expect(shown(store)[2]).toBe('Words of s-3');
  });

  it('lose what an impostor sent', () => {
    const store = reader();
    store.receive({ sender: 'forger', segmentId: 's-1', translation: written('Mentira') });
    expect(shown(store)[0]).toBe('Mentira');
    store.withdraw('forger');
    expect(shown(store)[0]).toBe('Words of s-1');
  });

  it('are the same objects until something changes', () => {
    const store = reader();
    store.receive({ sender: 'a', segmentId: 's-1', translation: written('Uno') });
    const before = store.over(CAPTIONS);
    expect(store.over(CAPTIONS)).toBe(before);
    store.receive({ sender: 'a', segmentId: 's-2', translation: written('Dos') });
    const after = store.over(CAPTIONS);
    expect(after[0]).toBe(before[0]);
    expect(after[1]).not.toBe(before[1]);
  });
});

describe('a stream', () => {
  const ATTRIBUTES = {
    'lk.segment_id': 's-1',
    'lk.transcription_final': 'true',
    'lk.transcribed_track_id': 'TR_1',
    ...{ speaker: 'p-1', language: 'es', start_ms: '0', end_ms: '1', firm_characters: '3' },
    ...{ translated: 'true', source_language: 'en', engine: 'apertium', is_draft: 'true', pivot: '' },
  };

  it('that carries a translation is no caption, not even if it is malformed', () => {
    expect(translationOf(ATTRIBUTES, 'Hola', 'agent-1')).toEqual({
      sender: 'agent-1',
      segmentId: 's-1',
      translation: { language: 'es', text: 'Hola', isDraft: true, pivot: null, isFinal: true },
    });
    expect(captionOf(ATTRIBUTES, 'Hola', 'agent-1', 1)).toBeNull();
    expect(captionOf({ ...ATTRIBUTES, translated: 'maybe' }, 'Hola', 'agent-1', 1)).toBeNull();
    expect(translationOf({ ...ATTRIBUTES, translated: 'maybe' }, 'Hola', 'agent-1')).toBeNull();
  });

  it('of a caption is no translation', () => {
    const { translated: _, ...caption } = ATTRIBUTES;
    expect(translationOf(caption, 'Hello', 'agent-1')).toBeNull();
    expect(captionOf(caption, 'Hello', 'agent-1', 1)?.text).toBe('Hello');
  });
});
