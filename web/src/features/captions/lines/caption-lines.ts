/**
 * How caption text becomes the two lines on screen. Pure.
 *
 * Lines break greedily, so a break depends on nothing that comes after it: words that are firm never move to
 * another line when more words arrive.
 */
import { wordsOf } from '../../../rtc/captions/translations';
import type { CaptionView, TranslationView } from '../../../rtc/types';
import { textDirection } from './text-direction';

export interface CaptionLine {
  /** Stable while the line stands, whatever is added to it. */
  readonly key: string;
  /** Words that stay as they are. */
  readonly firm: string;
  /** Words that may still change, with the space before them. */
  readonly coming: string;
  readonly language: string;
  readonly direction: 'ltr' | 'rtl';
}

/** What one speaker is saying now. */
export interface CaptionBlock {
  readonly speaker: string;
  readonly speakerName: string;
  /** The newest that is among its lines; none: all is as it was spoken. */
  readonly translation: TranslationView | undefined;
  readonly lines: readonly CaptionLine[];
}

/** Whether a text fits one line: at most 60 characters, and no wider than the box. */
export type Fits = (text: string) => boolean;

/** Lines on screen, whoever speaks: two of one speaker, or one of each of two, as subtitles have it. */
const LINES = 2;
const SPEAKERS = 2;
/** A speaker who stopped this long before the newest words leaves the screen to them. */
const OTHER_SPEAKER_STAYS_MS = 2_000;
/** A pause up to this long lets the line before stay above the new one. */
const SAME_FLOW_MS = 4_000;

/** Blocks to show, in order of start: at most two speakers, who share the lines; who goes on before who has finished. */
export function captionBlocks(captions: readonly CaptionView[], fits: Fits): readonly CaptionBlock[] {
  const newest = lastPerSpeaker(captions);
  const latestEnd = Math.max(0, ...newest.map((caption) => caption.endMs));
  const goingOn = newest.filter((caption) => !caption.isFinal);
  const justFinished = newest.filter(
    (caption) => caption.isFinal && latestEnd - caption.endMs <= OTHER_SPEAKER_STAYS_MS,
  );
  const chosen = [...justFinished, ...goingOn].slice(-SPEAKERS);
  const speaking = newest.filter((caption) => chosen.includes(caption));
  return speaking.map((caption) => {
    const flow = flowOf(caption, captions);
    return {
      speaker: caption.speaker,
      speakerName: caption.speakerName,
      translation: flow.findLast((part) => part.translation !== undefined)?.translation,
      lines: flow.flatMap((part) => captionLines(part, fits)).slice(-LINES / speaking.length),
    };
  });
}

/** Whoever is on screen keeps their place; newcomers come below. */
export function inSamePlaces(
  blocks: readonly CaptionBlock[],
  speakersBefore: readonly string[],
): readonly CaptionBlock[] {
  const place = ({ speaker }: CaptionBlock) => {
    const before = speakersBefore.indexOf(speaker);
    return before < 0 ? speakersBefore.length : before;
  };
  return blocks.toSorted((first, second) => place(first) - place(second));
}

export function captionLines(
  caption: Pick<
    CaptionView,
    'segmentId' | 'text' | 'firmCharacters' | 'isFinal' | 'language' | 'translation'
  >,
  fits: Fits,
): readonly CaptionLine[] {
  const { text, language } = wordsOf(caption);
  const direction = textDirection(text);
  const firmEnd = caption.isFinal ? text.length : caption.firmCharacters;
  return lineRanges(text, fits).map(([start, end], index) => {
    const split = Math.min(Math.max(start, firmEnd), end);
    return {
      key: `${caption.segmentId}:${index}`,
      firm: text.slice(start, split),
      coming: text.slice(split, end),
      language,
      direction,
    };
  });
}

/** Start and end of each line; spaces at a break belong to no line, a word longer than a line is cut. */
function lineRanges(text: string, fits: Fits): readonly (readonly [number, number])[] {
  const ranges: [number, number][] = [];
  let current: [number, number] | null = null;
  for (const word of text.matchAll(/\S+/gu)) {
    let start = word.index;
    const end = start + word[0].length;
    if (current !== null && fits(withStop(text.slice(current[0], end)))) {
      current[1] = end;
      continue;
    }
    while (!fits(text.slice(start, end))) {
      const cut = start + longestFitting(text.slice(start, end), fits);
      ranges.push([start, cut]);
      start = cut;
    }
    current = [start, end];
    ranges.push(current);
  }
  return ranges;
}

/** A line keeps room for the full stop that may follow its last word, or the stop would take the word with it. */
function withStop(line: string): string {
  return /[\p{P}]$/u.test(line) ? line : `${line}.`;
}

/** Length of the longest beginning of a word that fits; whole characters, at least one. */
function longestFitting(word: string, fits: Fits): number {
  let length = 0;
  for (const character of word) {
    if (length > 0 && !fits(word.slice(0, length + character.length))) break;
    length += character.length;
  }
  return length;
}

function lastPerSpeaker(captions: readonly CaptionView[]): readonly CaptionView[] {
  const bySpeaker = new Map<string, CaptionView>();
  for (const caption of captions.slice(-12)) {
    bySpeaker.delete(caption.speaker);
    bySpeaker.set(caption.speaker, caption);
  }
  return [...bySpeaker.values()];
}

/** The segment, after the one before it if the same speaker said that a moment ago. */
function flowOf(caption: CaptionView, captions: readonly CaptionView[]): readonly CaptionView[] {
  const own = captions.filter((other) => other.speaker === caption.speaker);
  const before = own[own.findIndex((other) => other.segmentId === caption.segmentId) - 1];
  const isNear = before !== undefined && caption.startMs - before.endMs <= SAME_FLOW_MS;
  return isNear ? [before, caption] : [caption];
}
