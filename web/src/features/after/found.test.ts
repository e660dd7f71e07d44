import { expect, test } from 'vitest';
import type { Segment } from '../../gen';
import { found } from './found';
import { marked } from './marked-words';

function segment(change: Partial<Segment>): Segment {
  return {
    segment_id: 's-1',
    speaker: 'p-maria',
    speaker_name: 'Maria',
    language: 'en',
    start_ms: 65_000,
    end_ms: 67_000,
    text: 'We go with the second draft.',
    ...change,
  };
}

test('a search finds every word, in text or name, in any case and order', () => {
  const other = segment({ segment_id: 's-2', speaker_name: 'Ben', text: 'A draft of what?' });
  expect(found([segment({}), other], 'DRAFT maria')).toEqual([segment({})]);
  expect(found([segment({}), other], '  ')).toHaveLength(2);
  expect(found([segment({}), other], 'budget')).toEqual([]);
});

test('found words are marked and no letter is lost, whatever the search holds', () => {
  for (const search of ['draft', 'DRA second', '.*', '(', '']) {
    const parts = marked('We go with the second draft (v2).', search);
    expect(parts.map((part) => part.text).join('')).toBe('We go with the second draft (v2).');
  }
  expect(marked('second draft', 'DRAFT').filter((part) => part.isFound)).toEqual([
    { at: 7, text: 'draft', isFound: true },
  ]);
});
