/** The transcript as plain text, for the clipboard and for a file. */
import { clockTime } from '../../../i18n/times';
import type { GapView } from '../../../rtc/types';
import type { TranscriptEntry } from './transcript-entries';

/** One utterance, however it is held. */
export interface SaidWords {
  readonly start_ms: number;
  readonly speaker_name?: string | undefined;
  readonly text: string;
}

/** `4:07  Maria`, and her words on the line below. */
function saidText({ start_ms, speaker_name = '', text }: SaidWords): string {
  return `${clockTime(start_ms)}  ${speaker_name}\n${text}`;
}

/** A heading before all, then one block an entry; what is missing stands in brackets at its time. */
export function transcriptText(
  heading: string,
  entries: readonly TranscriptEntry<SaidWords>[],
  gapWords: (gap: GapView) => string,
): string {
  const blocks = entries.map((entry) =>
    entry.kind === 'words'
      ? saidText(entry.words)
      : `${clockTime(entry.gap.startMs)}  [${gapWords(entry.gap)}]`,
  );
  return `${[heading, ...blocks].filter(Boolean).join('\n\n')}\n`;
}
