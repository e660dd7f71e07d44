/** What was said so far, beside the stage, with what is missing; follows along unless the reader has scrolled back. */
import { ArrowDown, Check, Copy } from 'lucide-react';
import { useEffect } from 'react';
import { useTranslation } from 'react-i18next';
import { wordsOf } from '../../../rtc/captions/translations';
import type { CaptionView, GapView } from '../../../rtc/types';
import { Button } from '../../../ui/buttons/Button';
import { CopyRefused } from '../../../ui/copies/CopyRefused';
import { useCopy } from '../../../ui/copies/use-copy';
import { SidePanel } from '../../../ui/panels/SidePanel';
import type { ColourOf } from '../../../ui/speakers/speaker-colours';
import { PANEL_IDS } from '../../call/controls/panels';
import { transcriptLabel } from '../lines/translation-words';
import { GapLine } from './GapLine';
import { gapText } from './gap-text';
import { SaidLine } from './SaidLine';
import styles from './TranscriptPanel.module.css';
import { inTime, type TranscriptEntry } from './transcript-entries';
import { transcriptText } from './transcript-text';
import { useFollow } from './use-follow';

interface TranscriptPanelProps {
  readonly captions: readonly CaptionView[];
  readonly gaps: readonly GapView[];
  readonly colourOf: ColourOf;
  /** Looks once more for what has not come by itself. */
  readonly onOpen: () => void;
  readonly onClose: () => void;
}

export function TranscriptPanel({ captions, gaps, colourOf, onOpen, onClose }: TranscriptPanelProps) {
  const { t } = useTranslation();
  const finals = captions.filter((caption) => caption.isFinal);
  const entries = inTime(finals, (caption) => caption.startMs, gaps);
  const { end, newLines, catchUp } = useFollow(entries.length);
  useEffect(onOpen, [onOpen]);
  return (
    <SidePanel id={PANEL_IDS.transcript} title={t('captions.soFar')} onClose={onClose}>
      <div className={styles['top']}>
        <p className={styles['label']}>
          {entries.length === 0 ? t('captions.nothingYet') : t('captions.label')}
        </p>
        {entries.length === 0 ? null : <CopyAll entries={entries} />}
      </div>
      <ol className={styles['list']}>
        {entries.map((entry) =>
          entry.kind === 'words' ? (
            <SaidLine
              key={entry.words.segmentId}
              caption={entry.words}
              colour={colourOf(entry.words.speaker)}
            />
          ) : (
            <GapLine key={entry.gap.gapId} gap={entry.gap} look="panel" />
          ),
        )}
      </ol>
      <div ref={end} className={styles['end']} />
      {newLines === 0 ? null : (
        <div className={styles['newer']}>
          <Button size="small" variant="primary" icon={<ArrowDown aria-hidden="true" />} onPress={catchUp}>
            {t('captions.newer', { count: newLines })}
          </Button>
        </div>
      )}
    </SidePanel>
  );
}

function CopyAll({ entries }: { readonly entries: readonly TranscriptEntry<CaptionView>[] }) {
  const { t, i18n } = useTranslation();
  const [copying, copy] = useCopy();
  const isCopied = copying === 'copied';
  const text = () =>
    transcriptText(
      transcriptLabel(
        t,
        i18n.language,
        entries.flatMap((entry) => (entry.kind === 'words' ? (entry.words.translation ?? []) : [])),
      ),
      entries.map((entry) => (entry.kind === 'gap' ? entry : { kind: 'words', words: asRead(entry.words) })),
      (gap) => gapText(t, i18n.language, gap),
    );
  return (
    <div className={styles['copy']}>
      <Button
        size="small"
        variant="plain"
        icon={isCopied ? <Check aria-hidden="true" /> : <Copy aria-hidden="true" />}
        onPress={() => copy(text())}
      >
        {isCopied ? t('transcript.copied') : t('captions.copy')}
      </Button>
      <CopyRefused outcome={copying} words={t('app.copyRefused')} />
    </div>
  );
}

function asRead(caption: CaptionView) {
  return {
    start_ms: caption.startMs,
    speaker_name: caption.speakerName,
    text: wordsOf(caption).text,
  };
}
