/** A line that says what happened, what still works and what to do; `action` is the thing to do. */
import { CircleAlert, Info, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import styles from './Notice.module.css';

interface NoticeProps {
  readonly tone: 'quiet' | 'warn' | 'bad';
  readonly children: ReactNode;
  readonly action?: ReactNode;
}

const ICONS = { quiet: Info, warn: TriangleAlert, bad: CircleAlert } as const;

export function Notice({ tone, children, action }: NoticeProps) {
  const Icon = ICONS[tone];
  return (
    <div className={styles['notice']} data-tone={tone} role={tone === 'bad' ? 'alert' : 'status'}>
      <Icon aria-hidden="true" className={styles['icon']} />
      <div className={styles['words']}>{children}</div>
      {action}
    </div>
  );
}
