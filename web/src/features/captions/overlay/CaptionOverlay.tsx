/** Captions over the stage, set like subtitles: two lines at most, whoever speaks. */
import { useEffect, useRef, useState } from 'react';
import type { CaptionView } from '../../../rtc/types';
import type { ColourOf } from '../../../ui/speakers/speaker-colours';
import { useSize } from '../../../ui/use-size';
import { CaptionBlock } from '../lines/CaptionBlock';
import { captionBlocks, inSamePlaces } from '../lines/caption-lines';
import { useLineFit } from '../lines/use-line-fit';
import lookStyles from '../look/CaptionLook.module.css';
import type { CaptionLook } from '../look/caption-preferences';
import styles from './CaptionOverlay.module.css';
import { fittingSize } from './caption-room';
import { useIsFresh } from './use-is-fresh';

interface CaptionOverlayProps {
  readonly captions: readonly CaptionView[];
  readonly colourOf: ColourOf;
  readonly look: CaptionLook;
}

const STAY_MS = 7_000; // silence after which subtitles leave the picture

export function CaptionOverlay({ captions, colourOf, look }: CaptionOverlayProps) {
  const area = useRef<HTMLDivElement>(null);
  const size = fittingSize(look.size, useSize(area).width);
  const fits = useLineFit(area, `${size} ${look.font} ${look.contrast}`);
  const [isOriginal, setOriginal] = useState(false);
  // Captions that are turned on again begin with what is said from now on, not with what was finished before.
  const isFresh = useIsFresh(captions, STAY_MS);
  const speakersBefore = useRef<readonly string[]>([]);
  const read = isOriginal ? captions.map(asSpoken) : captions;
  const blocks = isFresh ? inSamePlaces(captionBlocks(read, fits), speakersBefore.current) : [];
  const isTranslated = captions.some((caption) => caption.translation !== undefined);
  useEffect(() => {
    speakersBefore.current = blocks.map((block) => block.speaker);
  });
  return (
    <div
      ref={area}
      className={`${styles['area']} ${lookStyles['look']}`}
      data-size={size}
      data-font={look.font}
      data-contrast={look.contrast}
    >
      {blocks.map((block, index) => (
        <CaptionBlock
          key={block.speaker}
          block={block}
          colour={colourOf(block.speaker)}
          look={look}
          isLabelled={index === 0}
          original={
            isTranslated && index === 0
              ? { isShown: isOriginal, turn: () => setOriginal(!isOriginal) }
              : undefined
          }
        />
      ))}
    </div>
  );
}

function asSpoken({ translation: _, ...spoken }: CaptionView): CaptionView {
  return spoken;
}
