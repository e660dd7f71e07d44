import type { Segment } from '../../gen';
import { clockTime } from '../../i18n/times';
import type { ColourOf } from '../../ui/speaker-colours';
import { marked } from './marked-words';
import styles from './TranscriptLines.module.css';
import { segmentElementId } from './use-evidence';

interface TranscriptLinesProps {
  readonly segments: readonly Segment[];
  readonly colourOf: ColourOf;
  readonly highlighted: string | null;
  readonly search: string;
}

/** Set like a play: the speaker's name once a turn, then their words, the time in the margin. */
export function TranscriptLines({ segments, colourOf, highlighted, search }: TranscriptLinesProps) {
  return (
    <ol className={styles['lines']}>
      {segments.map((segment, index) => (
        <li
          key={segment.segment_id}
          id={segmentElementId(segment.segment_id)}
          tabIndex={-1}
          className={styles['segment']}
          data-speaker={colourOf(segment.speaker)}
          data-turn={segments[index - 1]?.speaker !== segment.speaker || undefined}
          data-highlighted={highlighted === segment.segment_id || undefined}
        >
          <time className={styles['time']}>{clockTime(segment.start_ms)}</time>
          <div className={styles['words']}>
            <bdi
              className={
                segments[index - 1]?.speaker === segment.speaker ? 'visually-hidden' : styles['speaker']
              }
            >
              {segment.speaker_name}
            </bdi>
            <p lang={segment.language} dir="auto">
              {marked(segment.text, search).map((part) =>
                part.isFound ? <mark key={part.at}>{part.text}</mark> : part.text,
              )}
            </p>
          </div>
        </li>
      ))}
    </ol>
  );
}
