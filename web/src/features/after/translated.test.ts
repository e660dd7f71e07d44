import { expect, it } from 'vitest';
import type { Segment, Translation } from '../../gen';
import { countUntranslated, languagesOf, readIn } from './translated';

const said = (id: string): Segment => ({
  segment_id: id,
  speaker: 'p-1',
  speaker_name: 'Maria',
  language: 'en',
  start_ms: 0,
  end_ms: 1,
  text: `Words of ${id}`,
});
const written = (id: string, language: string): Translation => ({
  segment_id: id,
  language,
  text: `${language} of ${id}`,
  engine: 'apertium',
  is_draft: true,
  pivot: null,
});
const SEGMENTS = [said('seg-1'), said('seg-2')];
const TRANSLATIONS = [written('seg-1', 'es'), written('seg-1', 'ca'), written('seg-2', 'ca')];

it('offers each language once', () => {
  expect(languagesOf(TRANSLATIONS)).toEqual(['ca', 'es']);
});

it('has the words of the translation where there is one, and what was said where there is none', () => {
  expect(readIn('es', SEGMENTS, TRANSLATIONS).map(({ text, language }) => [text, language])).toEqual([
    ['es of seg-1', 'es'],
    ['Words of seg-2', 'en'],
  ]);
  expect(readIn(null, SEGMENTS, TRANSLATIONS)).toBe(SEGMENTS);
});

it('counts what is neither translated nor was said in the language', () => {
  const spanish = { ...said('seg-3'), language: 'es-MX' };
  expect(countUntranslated('es', readIn('es', [...SEGMENTS, spanish], TRANSLATIONS))).toBe(1);
  expect(countUntranslated('ca', readIn('ca', SEGMENTS, TRANSLATIONS))).toBe(0);
});
