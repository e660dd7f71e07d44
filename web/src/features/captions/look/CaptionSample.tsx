/** Captions as they will look, over something as busy as a picture can be. */
import { useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { CaptionBlock } from '../lines/CaptionBlock';
import { captionLines } from '../lines/caption-lines';
import { useLineFit } from '../lines/use-line-fit';
import lookStyles from './CaptionLook.module.css';
import styles from './CaptionSample.module.css';
import type { CaptionLook } from './caption-preferences';

interface CaptionSampleProps {
  readonly look: CaptionLook;
}

export function CaptionSample({ look }: CaptionSampleProps) {
  const { t, i18n } = useTranslation();
  const area = useRef<HTMLDivElement>(null);
  const fits = useLineFit(area, `${look.size} ${look.font} ${look.contrast}`);
  const firm = t('captionLook.sampleFirm');
  const text = `${firm} ${t('captionLook.sampleComing')}`;
  const caption = {
    ...{ segmentId: 'sample', text, language: i18n.language },
    ...{ firmCharacters: firm.length, isFinal: false },
  };
  const block = {
    speaker: 'sample',
    speakerName: t('captionLook.sampleSpeaker'),
    translation: undefined,
    lines: captionLines(caption, fits).slice(0, 2),
  };
  return (
    <div
      ref={area}
      role="img"
      aria-label={t('captionLook.sample')}
      className={`${styles['sample']} ${lookStyles['look']}`}
      data-stage=""
      data-size={look.size}
      data-font={look.font}
      data-contrast={look.contrast}
      data-position={look.position}
    >
      <CaptionBlock block={block} colour={1} look={look} isLabelled />
    </div>
  );
}
