/** Languages to read captions in, and how well this server translates into them. Pure. */
import type { TranslationPair } from '../../gen';
import { isCaptioned, languageName } from './languages';

type Translated = 'full' | 'draft' | 'none';

interface ReadingChoice {
  /** BCP 47. */
  readonly tag: string;
  readonly name: string;
  readonly translation: Translated;
}

interface Known {
  /** What is captioned; empty: not known. */
  readonly captioned: readonly string[];
  /** Null: not known. */
  readonly pairs: readonly TranslationPair[] | null;
  /** What the reader's browser is set to. */
  readonly readers: readonly string[];
  readonly chosen: string | null;
  readonly page: string;
}

/**
 * What captions can be translated into, then what the reader's browser is set to or has chosen and is neither that
 * nor spoken here: a person is better told than left to wait. Each group is sorted by name.
 */
export function readingChoices({ captioned, pairs, readers, chosen, page }: Known): readonly ReadingChoice[] {
  const targets = useful(pairs ?? [], captioned).map((pair) => pair.target);
  const own = readers
    .map(baseOf)
    .filter((tag) => captioned.length > 0 && !isCaptioned(captioned, tag) && !hasLanguage(targets, tag));
  const tags = new Set([...targets, ...own, ...(chosen === null ? [] : [chosen])]);
  const { compare } = new Intl.Collator(page);
  return [...tags]
    .map((tag) => ({
      tag,
      name: languageName(tag, page),
      translation: translationInto(tag, captioned, pairs),
    }))
    .sort(
      (a, b) =>
        Number(a.translation === 'none') - Number(b.translation === 'none') || compare(a.name, b.name),
    );
}

/** How this server translates into a language, regions aside. Of a server that has not told, nothing is denied. */
export function translationInto(
  tag: string,
  captioned: readonly string[],
  pairs: readonly TranslationPair[] | null,
): Translated {
  if (pairs === null) return 'full';
  const into = useful(pairs, captioned).filter((pair) => baseOf(pair.target) === baseOf(tag));
  if (into.length === 0) return 'none';
  return into.every((pair) => pair.is_draft) ? 'draft' : 'full';
}

/** Pairs from what can be captioned. */
function useful(pairs: readonly TranslationPair[], captioned: readonly string[]) {
  return pairs.filter((pair) => isCaptioned(captioned, pair.source));
}

function hasLanguage(tags: readonly string[], tag: string): boolean {
  return tags.some((one) => baseOf(one) === baseOf(tag));
}

function baseOf(tag: string): string {
  return tag.split('-')[0]?.toLowerCase() ?? tag;
}
