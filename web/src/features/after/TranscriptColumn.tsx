/** The transcript: search on top, what to take away beside it, then who said what and when. */
import { Check, Copy, Download } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Meeting, Segment } from '../../gen';
import { dayAndTime } from '../../i18n/times';
import { Field } from '../../ui/Field';
import { IconButton } from '../../ui/IconButton';
import type { ColourOf } from '../../ui/speaker-colours';
import { useCopy } from '../../ui/use-copy';
import { saveText } from './save-text';
import styles from './TranscriptColumn.module.css';
import { TranscriptLines } from './TranscriptLines';
import { found, transcriptText } from './transcript-text';

interface TranscriptColumnProps {
  readonly meeting: Meeting;
  readonly segments: readonly Segment[];
  readonly colourOf: ColourOf;
  /** The segment that a citation led to. */
  readonly highlighted: string | null;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

export function TranscriptColumn(props: TranscriptColumnProps) {
  const { meeting, segments, colourOf, highlighted, search, onSearch } = props;
  const { t, i18n } = useTranslation();
  const [isCopied, copy] = useCopy();
  const shown = found(segments, search);

  function text(): string {
    const title = meeting.title === '' ? t('after.title') : meeting.title;
    const when = meeting.started_at ? dayAndTime(meeting.started_at, i18n.language) : '';
    return transcriptText([title, when, t('transcript.label')].filter(Boolean).join('\n'), segments);
  }

  return (
    <section className={styles['column']} aria-labelledby="transcript-title">
      <header className={styles['header']}>
        <h2 id="transcript-title" className={styles['title']}>
          {t('transcript.title')}
        </h2>
        {segments.length === 0 ? null : (
          <div className={styles['tools']}>
            <IconButton
              look="plain"
              label={isCopied ? t('transcript.copied') : t('transcript.copy')}
              icon={isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
              onPress={() => copy(text())}
            />
            <IconButton
              look="plain"
              label={t('transcript.download')}
              icon={<Download aria-hidden="true" />}
              onPress={() => saveText(`parley-${meeting.code}.txt`, text())}
            />
          </div>
        )}
      </header>
      {segments.length === 0 ? (
        <p className={styles['empty']}>{t('transcript.empty')}</p>
      ) : (
        <>
          <Field
            label={t('transcript.search')}
            isLabelHidden
            type="search"
            placeholder={t('transcript.search')}
            value={search}
            onChange={onSearch}
          />
          <p role="status" className={styles['label']}>
            {search.trim() === '' ? t('transcript.label') : t('transcript.found', { count: shown.length })}
          </p>
          <TranscriptLines segments={shown} colourOf={colourOf} highlighted={highlighted} search={search} />
        </>
      )}
    </section>
  );
}
