import { expect, test } from 'vitest';
import type { CaptionView } from '../../../rtc/types';
import { recap } from './recap';

function said(startMs: number, endMs: number, isFinal = true): CaptionView {
  const text = `${startMs}`;
  return {
    segmentId: text,
    speaker: 'p-1',
    speakerName: 'Maria',
    text,
    firmCharacters: 0,
    isFinal,
    language: 'en',
    startMs,
    endMs,
  };
}

const texts = (captions: readonly CaptionView[]) => captions.map((caption) => caption.text);

test('the last minute before coming in, no more and nothing after it', () => {
  const captions = [
    said(1_000, 39_999),
    said(39_000, 40_000),
    said(60_000, 62_000),
    said(99_999, 104_000),
    said(100_000, 101_000),
  ];
  expect(texts(recap(captions, 100_000))).toEqual(['39000', '60000', '99999']);
});

test('whoever comes into silence has missed nothing', () => {
  expect(recap([said(1_000, 2_000)], 600_000)).toEqual([]);
});

test('words that may still change are not told again', () => {
  expect(recap([said(99_000, 99_900, false)], 100_000)).toEqual([]);
});

test('nothing is told before it is known when this page came in', () => {
  expect(recap([said(1_000, 2_000)], null)).toEqual([]);
});
