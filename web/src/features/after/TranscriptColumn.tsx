/** The transcript: search on top, what to take away beside it, then who said what and when. */
import { Check, Copy, Download } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Meeting, Segment, Translation } from '../../gen';
import { dayAndTime } from '../../i18n/times';
import { loadChoices } from '../../media/choices';
import type { GapView } from '../../rtc/types';
import { IconButton } from '../../ui/buttons/IconButton';
import { CopyRefused } from '../../ui/copies/CopyRefused';
import { saveText } from '../../ui/copies/save-text';
import { useCopy } from '../../ui/copies/use-copy';
import { Field } from '../../ui/fields/Field';
import type { ColourOf } from '../../ui/speakers/speaker-colours';
import { transcriptLabel } from '../captions/lines/translation-words';
import { gapText } from '../captions/transcript/gap-text';
import { inTime } from '../captions/transcript/transcript-entries';
import { transcriptText } from '../captions/transcript/transcript-text';
import { found } from './found';
import styles from './TranscriptColumn.module.css';
import { TranscriptLanguage } from './TranscriptLanguage';
import { TranscriptLines } from './TranscriptLines';
import { countUntranslated, languagesOf, readIn } from './translated';

interface TranscriptColumnProps {
  readonly meeting: Meeting;
  readonly spoken: readonly Segment[];
  readonly translations: readonly Translation[];
  readonly gaps: readonly GapView[];
  readonly colourOf: ColourOf;
  /** The segment that a citation led to. */
  readonly highlighted: string | null;
  readonly search: string;
  readonly onSearch: (search: string) => void;
}

export function TranscriptColumn(props: TranscriptColumnProps) {
  const { meeting, spoken, translations, gaps, colourOf, highlighted, search, onSearch } = props;
  const { t, i18n } = useTranslation();
  const [copying, copy] = useCopy();
  const isCopied = copying === 'copied';
  const [wanted, setWanted] = useState(() => loadChoices().readingLanguage);
  const languages = languagesOf(translations);
  const language = wanted !== null && languages.includes(wanted) ? wanted : null;
  const segments = readIn(language, spoken, translations);
  const untranslated = language === null ? 0 : countUntranslated(language, segments);
  const madeBy = transcriptLabel(
    t,
    i18n.language,
    segments.flatMap(({ translation }) =>
      translation === undefined ? [] : { isDraft: translation.is_draft, pivot: translation.pivot },
    ),
  );
  const label =
    untranslated === 0 ? madeBy : `${madeBy} · ${t('transcript.untranslated', { count: untranslated })}`;
  const shown = found(segments, search);
  const isSearching = search.trim() !== '';
  const isEmpty = segments.length === 0 && gaps.length === 0;
  const inOrder = (words: readonly Segment[], missing = gaps) =>
    inTime(words, (segment) => segment.start_ms, missing);

  function text(): string {
    const title = meeting.title === '' ? t('after.title') : meeting.title;
    const when = meeting.started_at ? dayAndTime(meeting.started_at, i18n.language) : '';
    const heading = [title, when, label].filter(Boolean).join('\n');
    return transcriptText(heading, inOrder(segments), (gap) => gapText(t, i18n.language, gap));
  }

  return (
    <section className={styles['column']} aria-labelledby="transcript-title">
      <header className={styles['header']}>
        <h2 id="transcript-title" className={styles['title']}>
          {t('transcript.title')}
        </h2>
        {isEmpty ? null : (
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
      <CopyRefused outcome={copying} words={t('app.copyRefused')} />
      {isEmpty ? (
        <p className={styles['empty']}>{t('transcript.empty')}</p>
      ) : (
        <>
          {languages.length === 0 ? null : (
            <TranscriptLanguage languages={languages} chosen={language} onChoose={setWanted} />
          )}
          <Field
            label={t('transcript.search')}
            isLabelHidden
            type="search"
            placeholder={t('transcript.search')}
            value={search}
            onChange={onSearch}
          />
          <p role="status" className={styles['label']}>
            {isSearching ? t('transcript.found', { count: shown.length }) : label}
          </p>
          <TranscriptLines
            entries={inOrder(shown, isSearching ? [] : gaps)}
            colourOf={colourOf}
            highlighted={highlighted}
            search={search}
          />
        </>
      )}
    </section>
  );
}
