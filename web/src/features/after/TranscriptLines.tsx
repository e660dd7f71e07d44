import type { Segment } from '../../gen';
import { clockTime } from '../../i18n/times';
import type { ColourOf } from '../../ui/speakers/speaker-colours';
import { GapLine } from '../captions/transcript/GapLine';
import type { TranscriptEntry } from '../captions/transcript/transcript-entries';
import { marked } from './marked-words';
import styles from './TranscriptLines.module.css';
import { segmentElementId } from './use-evidence';

interface TranscriptLinesProps {
  readonly entries: readonly TranscriptEntry<Segment>[];
  readonly colourOf: ColourOf;
  readonly highlighted: string | null;
  readonly search: string;
}

/** Set like a play: the speaker's name once a turn, then their words, the time in the margin. */
export function TranscriptLines({ entries, colourOf, highlighted, search }: TranscriptLinesProps) {
  return (
    <ol className={styles['lines']}>
      {entries.map((entry, index) =>
        entry.kind === 'gap' ? (
          <GapLine key={entry.gap.gapId} gap={entry.gap} look="page" />
        ) : (
          <Words
            key={entry.words.segment_id}
            segment={entry.words}
            isNewTurn={speakerOf(entries[index - 1]) !== entry.words.speaker}
            colour={colourOf(entry.words.speaker)}
            isHighlighted={highlighted === entry.words.segment_id}
            search={search}
          />
        ),
      )}
    </ol>
  );
}

function speakerOf(entry: TranscriptEntry<Segment> | undefined): string | null {
  return entry?.kind === 'words' ? entry.words.speaker : null;
}

interface WordsProps {
  readonly segment: Segment;
  readonly isNewTurn: boolean;
  readonly colour: number;
  readonly isHighlighted: boolean;
  readonly search: string;
}

function Words({ segment, isNewTurn, colour, isHighlighted, search }: WordsProps) {
  return (
    <li
      id={segmentElementId(segment.segment_id)}
      tabIndex={-1}
      className={styles['segment']}
      data-speaker={colour}
      data-turn={isNewTurn || undefined}
      data-highlighted={isHighlighted || undefined}
    >
      <time className={styles['time']}>{clockTime(segment.start_ms)}</time>
      <div className={styles['words']}>
        <bdi className={isNewTurn ? styles['speaker'] : 'visually-hidden'}>{segment.speaker_name}</bdi>
        <p lang={segment.language} dir="auto">
          {marked(segment.text, search).map((part) =>
            part.isFound ? <mark key={part.at}>{part.text}</mark> : part.text,
          )}
        </p>
      </div>
    </li>
  );
}
