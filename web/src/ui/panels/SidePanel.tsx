/** A panel beside the stage, over it on phones; one at a time. */
import { X } from 'lucide-react';
import { type ReactNode, useEffect, useId, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../buttons/IconButton';
import styles from './SidePanel.module.css';
import { useReturnFocus } from './use-return-focus';

interface SidePanelProps {
  /** For the controls that open it. */
  readonly id: string;
  readonly title: string;
  readonly onClose: () => void;
  readonly children: ReactNode;
}

export function SidePanel({ id, title, onClose, children }: SidePanelProps) {
  const { t } = useTranslation();
  const titleId = useId();
  const heading = useRef<HTMLHeadingElement>(null);
  useReturnFocus(id);
  useEffect(() => heading.current?.focus(), []);
  return (
    <aside
      id={id}
      className={styles['panel']}
      aria-labelledby={titleId}
      onKeyDown={(event) => {
        if (event.key === 'Escape') onClose();
      }}
    >
      <header className={styles['header']}>
        <h2 id={titleId} ref={heading} tabIndex={-1} className={styles['title']}>
          {title}
        </h2>
        <IconButton
          label={t('app.close')}
          icon={<X aria-hidden="true" />}
          look="plain"
          size="small"
          onPress={onClose}
        />
      </header>
      {/* biome-ignore lint/a11y/noNoninteractiveTabindex: it scrolls, and the keyboard must reach what scrolls */}
      <section className={styles['content']} aria-labelledby={titleId} tabIndex={0}>
        {children}
      </section>
    </aside>
  );
}
