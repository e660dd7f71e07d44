/** For whoever comes late: what was said in the minute before, over the stage until it is closed or has had its time. */
import { X } from 'lucide-react';
import { useEffect, useRef, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaptionView } from '../../rtc/types';
import { Button } from '../../ui/Button';
import { IconButton } from '../../ui/IconButton';
import type { ColourOf } from '../../ui/speaker-colours';
import styles from './RecapCard.module.css';
import { recap } from './recap';
import { SaidLine } from './SaidLine';

interface RecapCardProps {
  readonly captions: readonly CaptionView[];
  readonly joinedAtMs: number | null;
  readonly colourOf: ColourOf;
  /** Leads to everything that was said. */
  readonly onAll: () => void;
}

const STAY_MS = 45_000; // a minute of speech is read in less; the panel keeps it for the rest

export function RecapCard({ captions, joinedAtMs, colourOf, onAll }: RecapCardProps) {
  const { t } = useTranslation();
  const [isOver, setIsOver] = useState(false);
  const [isHeld, setIsHeld] = useState(false);
  const list = useRef<HTMLOListElement>(null);
  const missed = isOver ? [] : recap(captions, joinedAtMs);
  const isShown = missed.length > 0;
  useEffect(() => {
    if (!isShown || isHeld) return;
    const timer = setTimeout(() => setIsOver(true), STAY_MS);
    return () => clearTimeout(timer);
  }, [isShown, isHeld]);
  useEffect(() => {
    // The newest words are what the talk goes on from.
    if (isShown) list.current?.lastElementChild?.scrollIntoView({ block: 'end' });
  }, [isShown]);
  if (!isShown) return null;
  return (
    <section
      className={styles['card']}
      aria-label={t('captions.recap')}
      // Whoever points at it or stands in it is reading.
      onPointerEnter={() => setIsHeld(true)}
      onPointerLeave={() => setIsHeld(false)}
      onFocus={() => setIsHeld(true)}
      onBlur={() => setIsHeld(false)}
    >
      <header className={styles['header']}>
        <h2 className={styles['title']}>{t('captions.recap')}</h2>
        <span className={styles['label']}>{t('captions.label')}</span>
        <IconButton
          look="plain"
          size="small"
          label={t('app.close')}
          icon={<X aria-hidden="true" />}
          onPress={() => setIsOver(true)}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach what scrolls */}
      <ol ref={list} className={styles['list']} tabIndex={0} aria-label={t('captions.recap')}>
        {missed.map((caption) => (
          <SaidLine key={caption.segmentId} caption={caption} colour={colourOf(caption.speaker)} />
        ))}
      </ol>
      <Button
        size="small"
        onPress={() => {
          setIsOver(true);
          onAll();
        }}
      >
        {t('captions.recapAll')}
      </Button>
    </section>
  );
}
