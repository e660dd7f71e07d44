/** A link that looks like a button: it goes somewhere instead of doing something. */
import type { ReactNode } from 'react';
import { Link } from 'wouter';
import styles from './Button.module.css';

interface LinkButtonProps {
  readonly href: string;
  readonly variant?: 'primary' | 'quiet' | 'plain';
  readonly children: ReactNode;
}

export function LinkButton({ href, variant = 'quiet', children }: LinkButtonProps) {
  return (
    <Link
      href={href}
      className={`${styles['button']} ${styles['link']}`}
      data-variant={variant}
      data-size="usual"
    >
      {children}
    </Link>
  );
}
