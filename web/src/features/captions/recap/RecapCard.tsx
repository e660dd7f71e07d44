/** For whoever comes late: what was said in the minute before, over or above the stage. Draws nothing when there is nothing. */
import { X } from 'lucide-react';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { Button } from '../../../ui/buttons/Button';
import { IconButton } from '../../../ui/buttons/IconButton';
import type { ColourOf } from '../../../ui/speakers/speaker-colours';
import { SaidLine } from '../transcript/SaidLine';
import styles from './RecapCard.module.css';
import type { Recap } from './use-recap';

interface RecapCardProps {
  readonly recap: Recap;
  readonly colourOf: ColourOf;
  /** Leads to everything that was said. */
  readonly onAll: () => void;
}

export function RecapCard({ recap: { missed, hold, close }, colourOf, onAll }: RecapCardProps) {
  const { t } = useTranslation();
  const list = useRef<HTMLOListElement>(null);
  const isShown = missed.length > 0;
  useEffect(() => {
    // The newest words are what the talk goes on from.
    if (isShown) list.current?.lastElementChild?.scrollIntoView({ block: 'end' });
  }, [isShown]);
  if (!isShown) return null;
  return (
    <section
      className={styles['card']}
      aria-label={t('captions.recap')}
      onPointerEnter={() => hold(true)}
      onPointerLeave={() => hold(false)}
      onFocus={() => hold(true)}
      onBlur={() => hold(false)}
    >
      <header className={styles['header']}>
        <h2 className={styles['title']}>{t('captions.recap')}</h2>
        <span className={styles['label']}>{t('captions.label')}</span>
        <IconButton
          look="plain"
          size="small"
          label={t('app.close')}
          icon={<X aria-hidden="true" />}
          onPress={close}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach what scrolls */}
      <ol ref={list} className={styles['list']} tabIndex={0} aria-label={t('captions.recap')}>
        {missed.map((caption) => (
          <SaidLine key={caption.segmentId} caption={caption} colour={colourOf(caption.speaker)} />
        ))}
      </ol>
      <Button size="small" onPress={onAll}>
        {t('captions.recapAll')}
      </Button>
    </section>
  );
}
