/** The stored transcript in another language than was spoken. Pure. */
import type { Segment, Translation } from '../../gen';

/** A stored segment as it is read. */
export interface ReadSegment extends Segment {
  /** Whose words these are instead of what was said; none: they were said. */
  readonly translation?: Translation;
}

/** Languages that there are translations into, sorted by tag. */
export function languagesOf(translations: readonly Translation[]): readonly string[] {
  return [...new Set(translations.map((translation) => translation.language))].sort();
}

/** How many of the segments are neither translated into the language nor were said in it. */
export function countUntranslated(language: string, segments: readonly ReadSegment[]): number {
  const isSaidIn = (tag: string) => tag === language || tag.startsWith(`${language}-`);
  return segments.filter(({ translation, language: said }) => translation === undefined && !isSaidIn(said))
    .length;
}

/** Segments with the words of their translations; those without one as they were said. Null: all as they were said. */
export function readIn(
  language: string | null,
  segments: readonly Segment[],
  translations: readonly Translation[],
): readonly ReadSegment[] {
  if (language === null) return segments;
  const found = new Map(
    translations.filter((one) => one.language === language).map((one) => [one.segment_id, one]),
  );
  return segments.map((segment) => {
    const translation = found.get(segment.segment_id);
    return translation === undefined
      ? segment
      : { ...segment, text: translation.text, language, translation };
  });
}
