import { describe, expect, test } from 'vitest';
import type { CaptionView } from '../../../rtc/types';
import { captionBlocks, captionLines, inSamePlaces } from './caption-lines';

const WORDS =
  'it was a bright cold day in April and the clocks were striking thirteen when the door of the house opened';

function caption(change: Partial<CaptionView>): CaptionView {
  return {
    segmentId: 's-1',
    speaker: 'maria',
    speakerName: 'Maria',
    text: WORDS,
    firmCharacters: 0,
    isFinal: false,
    language: 'en',
    startMs: 0,
    endMs: 1_000,
    ...change,
  };
}

/** A line of so many characters, each as wide as the next. */
const upTo = (characters: number) => (text: string) => text.length <= characters;

const written = (line: { firm: string; coming: string }) => line.firm + line.coming;

describe('lines', () => {
  test('hold at most the characters given and lose no word', () => {
    const lines = captionLines(caption({}), upTo(60)).map(written);
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(60);
    expect(lines.join(' ')).toBe(WORDS);
  });

  test('firm words keep their line whatever follows', () => {
    const words = WORDS.split(' ');
    for (let count = 1; count < words.length; count += 1) {
      const earlier = captionLines(caption({ text: words.slice(0, count).join(' ') }), upTo(30)).map(written);
      const later = captionLines(caption({ text: words.slice(0, count + 1).join(' ') }), upTo(30)).map(
        written,
      );
      expect(later.slice(0, earlier.length - 1)).toEqual(earlier.slice(0, -1));
      expect(later[earlier.length - 1]?.startsWith(earlier.at(-1) ?? '')).toBe(true);
    }
  });

  test('firm words keep their line when a full stop comes to stand behind them', () => {
    for (let width = 12; width <= 60; width += 1) {
      const words = WORDS.split(' ');
      for (let count = 1; count <= words.length; count += 1) {
        const text = words.slice(0, count).join(' ');
        const bare = captionLines(caption({ text }), upTo(width)).map(written);
        const stopped = captionLines(caption({ text: `${text}.` }), upTo(width)).map(written);
        expect(stopped).toEqual([...bare.slice(0, -1), `${bare.at(-1)}.`]);
      }
    }
  });

  test('split where the firm words end', () => {
    expect(captionLines(caption({ text: 'it was a bright', firmCharacters: 6 }), upTo(60))).toEqual([
      { key: 's-1:0', firm: 'it was', coming: ' a bright', language: 'en', direction: 'ltr' },
    ]);
  });

  test('are all firm once final', () => {
    const lines = captionLines(caption({ isFinal: true, firmCharacters: 3 }), upTo(40));
    expect(lines.every((line) => line.coming === '')).toBe(true);
  });

  test('cut a word longer than a line', () => {
    const lines = captionLines(caption({ text: 'a'.repeat(25) }), upTo(10)).map(written);
    expect(lines).toEqual(['a'.repeat(10), 'a'.repeat(10), 'a'.repeat(5)]);
  });

  test('break by width where characters are wide, and cut none in two', () => {
    const words = '今日は天気がいいから散歩しましょう 👩‍🚀👩‍🚀👩‍🚀';
    const lines = captionLines(caption({ text: words }), (text) => [...text].length * 2 <= 16).map(written);
    expect(lines.join('').replaceAll(' ', '')).toBe(words.replaceAll(' ', ''));
    for (const line of lines) expect(line).not.toMatch(/\p{Cs}/u);
    expect(Math.max(...lines.map((line) => [...line].length))).toBeLessThanOrEqual(8);
  });
});

describe('blocks', () => {
  test('show the last two lines', () => {
    const [block] = captionBlocks([caption({})], upTo(30));
    expect(block?.lines.map(written)).toEqual(['striking thirteen when the', 'door of the house opened']);
  });

  test('keep the same speaker’s line before above the new one', () => {
    const before = caption({
      segmentId: 's-0',
      text: 'Good morning.',
      isFinal: true,
      startMs: 0,
      endMs: 900,
    });
    const now = caption({ text: 'Shall we', startMs: 1_500, endMs: 2_000 });
    expect(captionBlocks([before, now], upTo(60))[0]?.lines.map(written)).toEqual([
      'Good morning.',
      'Shall we',
    ]);
  });

  test('show two people who speak at once, and drop one who stopped a while ago', () => {
    const maria = caption({ isFinal: true, endMs: 3_000 });
    const ben = caption({ segmentId: 's-2', speaker: 'ben', startMs: 2_000, endMs: 4_000 });
    expect(captionBlocks([maria, ben], upTo(60)).map((block) => block.speaker)).toEqual(['maria', 'ben']);
    expect(captionBlocks([maria, { ...ben, endMs: 6_000 }], upTo(60)).map((block) => block.speaker)).toEqual([
      'ben',
    ]);
  });

  test('are one line each when two people speak at once, so that the lines on screen stay two', () => {
    const maria = caption({ endMs: 3_000 });
    const ben = caption({ segmentId: 's-2', speaker: 'ben', startMs: 2_000, endMs: 3_000 });
    const cai = caption({ segmentId: 's-3', speaker: 'cai', startMs: 2_500, endMs: 3_000 });
    for (const speaking of [[maria], [maria, ben], [maria, ben, cai]]) {
      const blocks = captionBlocks(speaking, upTo(30));
      expect(blocks.reduce((sum, block) => sum + block.lines.length, 0)).toBe(2);
    }
  });

  test('keep their places while both are on screen, whoever begins a new sentence', () => {
    const maria = caption({ segmentId: 's-1', startMs: 0, endMs: 3_000 });
    const ben = caption({ segmentId: 's-2', speaker: 'ben', startMs: 1_000, endMs: 3_000 });
    const again = caption({ segmentId: 's-3', startMs: 2_500, endMs: 3_500 });
    const order = (blocks: ReturnType<typeof captionBlocks>) => blocks.map((block) => block.speaker);
    const before = order(captionBlocks([maria, ben], upTo(60)));
    expect(before).toEqual(['maria', 'ben']);
    const after = captionBlocks([{ ...maria, isFinal: true }, ben, again], upTo(60));
    expect(order(inSamePlaces(after, before))).toEqual(before);
    expect(order(inSamePlaces(after, ['ben']))).toEqual(['ben', 'maria']);
  });
});
