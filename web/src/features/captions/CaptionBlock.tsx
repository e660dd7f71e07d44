/** What one speaker is saying now: the name in their colour above, firm words solid, the rest dimmed. */
import { useTranslation } from 'react-i18next';
import './caption-fonts';
import styles from './CaptionBlock.module.css';
import type { CaptionBlock as Block } from './caption-lines';
import type { CaptionLook } from './caption-preferences';

interface CaptionBlockProps {
  readonly block: Block;
  readonly colour: number;
  readonly look: Pick<CaptionLook, 'contrast' | 'background'>;
  /** Says that this is machine text; once on a screen is enough. */
  readonly isLabelled: boolean;
}

export function CaptionBlock({ block, colour, look, isLabelled }: CaptionBlockProps) {
  const { t } = useTranslation();
  return (
    <figure
      className={styles['block']}
      data-speaker={colour}
      data-contrast={look.contrast}
      data-background={look.background}
    >
      <figcaption className={styles['head']}>
        <bdi className={styles['speaker']}>{block.speakerName}</bdi>
        {isLabelled ? <span className={styles['label']}>{t('captions.label')}</span> : null}
      </figcaption>
      <div lang={block.language} dir="auto">
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
