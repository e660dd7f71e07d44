/** What one speaker is saying now: the name in their colour above, firm words solid, the rest dimmed. */
import { useTranslation } from 'react-i18next';
import '../look/caption-fonts';
import type { CaptionLook } from '../look/caption-preferences';
import styles from './CaptionBlock.module.css';
import type { CaptionBlock as Block } from './caption-lines';
import { translationWords } from './translation-words';

interface CaptionBlockProps {
  readonly block: Block;
  readonly colour: number;
  readonly look: Pick<CaptionLook, 'contrast' | 'background'>;
  /** Says that this is machine text; once on a screen is enough. */
  readonly isLabelled: boolean;
  /** Whether what was said is shown instead of its translation, and the way to the other; none: no translation. */
  readonly original?: { readonly isShown: boolean; readonly turn: () => void } | undefined;
}

export function CaptionBlock(props: CaptionBlockProps) {
  const { block, colour, look, isLabelled, original } = props;
  const { t, i18n } = useTranslation();
  const { translation } = block;
  const label =
    translation === undefined ? t('captions.label') : translationWords(t, i18n.language, translation);
  return (
    <figure
      className={styles['block']}
      data-speaker={colour}
      data-contrast={look.contrast}
      data-background={look.background}
    >
      <figcaption className={styles['head']}>
        <bdi className={styles['speaker']} aria-hidden="true">
          {block.speakerName}
        </bdi>
        {isLabelled || translation !== undefined ? (
          <span className={styles['label']} aria-hidden="true">
            {label}
          </span>
        ) : null}
        {original === undefined ? null : (
          <button
            type="button"
            className={styles['original']}
            aria-pressed={original.isShown}
            onClick={original.turn}
          >
            {t('translation.original')}
          </button>
        )}
      </figcaption>
      <div aria-hidden="true">
        {block.lines.map((line) => (
          <p key={line.key} lang={line.language} dir={line.direction} className={styles['line']}>
            <span data-firm="">{line.firm}</span>
            <span className={styles['coming']}>{line.coming}</span>
          </p>
        ))}
      </div>
    </figure>
  );
}
