/** What was said so far, beside the stage; follows along unless the reader has scrolled back. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { clockTime } from '../../i18n/times';
import type { CaptionView } from '../../rtc/types';
import { SidePanel } from '../../ui/SidePanel';
import type { ColourOf } from '../../ui/speaker-colours';
import { PANEL_IDS } from '../call/panels';
import styles from './TranscriptPanel.module.css';

interface TranscriptPanelProps {
  readonly captions: readonly CaptionView[];
  readonly colourOf: ColourOf;
  readonly onClose: () => void;
}

export function TranscriptPanel({ captions, colourOf, onClose }: TranscriptPanelProps) {
  const { t } = useTranslation();
  const end = useRef<HTMLDivElement>(null);
  const isAtEnd = useRef(true);
  const finals = captions.filter((caption) => caption.isFinal);

  useEffect(() => {
    const element = end.current;
    if (element === null) return;
    const observer = new IntersectionObserver(([entry]) => {
      isAtEnd.current = entry?.isIntersecting ?? true;
    });
    observer.observe(element);
    return () => observer.disconnect();
  }, []);

  // biome-ignore lint/correctness/useExhaustiveDependencies: a new line is the reason to follow
  useEffect(() => {
    if (isAtEnd.current) end.current?.scrollIntoView({ block: 'end' });
  }, [finals.length]);

  return (
    <SidePanel id={PANEL_IDS.transcript} title={t('captions.soFar')} onClose={onClose}>
      <p className={styles['label']}>
        {finals.length === 0 ? t('captions.nothingYet') : t('captions.label')}
      </p>
      <ol className={styles['list']}>
        {finals.map((caption) => (
          <li key={caption.segmentId} data-speaker={colourOf(caption.speaker)}>
            <div className={styles['head']}>
              <bdi className={styles['speaker']}>{caption.speakerName}</bdi>
              <time className={styles['time']}>{clockTime(caption.startMs)}</time>
            </div>
            <p lang={caption.language} dir="auto">
              {caption.text}
            </p>
          </li>
        ))}
      </ol>
      <div ref={end} className={styles['end']} />
    </SidePanel>
  );
}
