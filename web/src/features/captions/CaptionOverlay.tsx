/** Captions over the stage, set like subtitles: the speaker's name in their colour, two lines, firm words solid. */
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { CaptionView } from '../../rtc/types';
import type { ColourOf } from '../../ui/speaker-colours';
import { useSize } from '../../ui/use-size';
import styles from './CaptionOverlay.module.css';
import { type CaptionBlock, captionBlocks, inSamePlaces } from './caption-lines';
import type { CaptionSize } from './caption-preferences';
import { useIsFresh } from './use-is-fresh';

interface CaptionOverlayProps {
  readonly captions: readonly CaptionView[];
  readonly colourOf: ColourOf;
  readonly size: CaptionSize;
}

const MOST_CHARACTERS = 60;
const FEWEST_CHARACTERS = 16;
const STAY_MS = 7_000; // silence after which subtitles leave the picture
/** Width of a character in Inter, in em, on the wide side, so that a full line still fits its box. */
const CHARACTER_EM = 0.54;
/** As --caption-… in tokens.css; a narrow stage takes one size less, or lines would hold three words. */
const FONT_PX = { small: 20, medium: 24, large: 32 } as const;
const ONE_LESS = { small: 'small', medium: 'small', large: 'medium' } as const;
const NARROW_PX = 480;
const PADDING_PX = 40;

export function CaptionOverlay({ captions, colourOf, size }: CaptionOverlayProps) {
  const area = useRef<HTMLDivElement>(null);
  const { width } = useSize(area);
  const shownSize = width > 0 && width < NARROW_PX ? ONE_LESS[size] : size;
  const last = captions.at(-1);
  const key = `${last?.segmentId}:${last?.text}:${last?.isFinal}`;
  // Captions that are turned on again begin with what is said from now on, not with what was finished before.
  const isFresh = useIsFresh(key, STAY_MS, last?.isFinal === true);
  const fitting = Math.floor((width - PADDING_PX) / (FONT_PX[shownSize] * CHARACTER_EM));
  const characters =
    width === 0 ? MOST_CHARACTERS : Math.min(MOST_CHARACTERS, Math.max(FEWEST_CHARACTERS, fitting));
  const speakersBefore = useRef<readonly string[]>([]);
  const blocks = isFresh ? inSamePlaces(captionBlocks(captions, characters), speakersBefore.current) : [];
  useEffect(() => {
    speakersBefore.current = blocks.map((block) => block.speaker);
  });
  return (
    <div ref={area} className={styles['area']} data-size={shownSize} aria-hidden="true">
      {blocks.map((block, index) => (
        <Block key={block.speaker} block={block} colour={colourOf(block.speaker)} isLabelled={index === 0} />
      ))}
    </div>
  );
}

interface BlockProps {
  readonly block: CaptionBlock;
  readonly colour: number;
  readonly isLabelled: boolean;
}

function Block({ block, colour, isLabelled }: BlockProps) {
  const { t } = useTranslation();
  return (
    <figure className={styles['block']} data-speaker={colour}>
      <figcaption className={styles['head']}>
        <bdi className={styles['speaker']}>{block.speakerName}</bdi>
        {isLabelled ? <span className={styles['label']}>{t('captions.label')}</span> : null}
      </figcaption>
      <div className={styles['lines']} lang={block.language} dir="auto">
        {block.lines.map((line) => (
          <p key={line.key} className={styles['line']}>
            <span data-firm="">{line.firm}</span>
            <span className={styles['coming']}>{line.coming}</span>
          </p>
        ))}
      </div>
    </figure>
  );
}
