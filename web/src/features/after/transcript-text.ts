/** The transcript as plain text, for the clipboard and for a file. */
import type { Segment } from '../../gen';
import { clockTime } from '../../i18n/times';

/** One block a segment: `4:07  Maria`, then her words; a heading line before all. */
export function transcriptText(heading: string, segments: readonly Segment[]): string {
  const blocks = segments.map(
    (segment) => `${clockTime(segment.start_ms)}  ${segment.speaker_name}\n${segment.text}`,
  );
  return `${[heading, ...blocks].join('\n\n')}\n`;
}

/** Segments in which every word of the search occurs, in the text or as the speaker's name; all without a search. */
export function found(segments: readonly Segment[], search: string): readonly Segment[] {
  const words = search.toLocaleLowerCase().split(/\s+/u).filter(Boolean);
  if (words.length === 0) return segments;
  return segments.filter((segment) => {
    const text = `${segment.speaker_name} ${segment.text}`.toLocaleLowerCase();
    return words.every((word) => text.includes(word));
  });
}
