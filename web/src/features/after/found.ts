/** Search in the transcript. Pure. */
import type { ReadSegment } from './translated';

/** Segments in which every word of the search occurs, in the text or as the speaker's name; all without a search. */
export function found(segments: readonly ReadSegment[], search: string): readonly ReadSegment[] {
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return segments;
  return segments.filter((segment) => {
    const text = `${segment.speaker_name} ${segment.text}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
