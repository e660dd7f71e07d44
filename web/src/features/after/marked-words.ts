/** Cuts text at the words that were searched for. */
export interface MarkedPart {
  /** Index of the part's first character in the text. */
  readonly at: number;
  readonly text: string;
  readonly isFound: boolean;
}

export function marked(text: string, search: string): readonly MarkedPart[] {
  const words = search.split(/\s+/u).filter(Boolean).map(escaped);
  if (words.length === 0) return [{ at: 0, text, isFound: false }];
  const parts: MarkedPart[] = [];
  let end = 0;
  for (const match of text.matchAll(new RegExp(words.join('|'), 'giu'))) {
    if (match.index > end) parts.push({ at: end, text: text.slice(end, match.index), isFound: false });
    parts.push({ at: match.index, text: match[0], isFound: true });
    end = match.index + match[0].length;
  }
  if (end < text.length) parts.push({ at: end, text: text.slice(end), isFound: false });
  return parts;
}

function escaped(word: string): string {
  return word.replace(/[\\^$.*+?()[\]{}|]/gu, '\\$&');
}
