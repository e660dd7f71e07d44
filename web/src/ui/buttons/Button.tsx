/** The plain button: one `primary` a screen, `quiet` for the rest, `danger` for what cannot be undone. */
import type { ReactNode } from 'react';
import { Button as AriaButton, type ButtonProps as AriaButtonProps } from 'react-aria-components';
import { Spinner } from '../signs/Spinner';
import styles from './Button.module.css';
import { PENDING } from './pending';

interface ButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly variant?: 'primary' | 'quiet' | 'plain' | 'danger';
  readonly size?: 'small' | 'usual' | 'large';
  readonly icon?: ReactNode;
  readonly children: ReactNode;
}

export function Button({
  variant = 'quiet',
  size = 'usual',
  icon,
  isPending = false,
  children,
  ...rest
}: ButtonProps) {
  return (
    <AriaButton
      {...rest}
      {...(isPending ? PENDING : {})}
      className={styles['button'] ?? ''}
      data-variant={variant}
      data-size={size}
    >
      {isPending ? <Spinner /> : icon}
      <span>{children}</span>
    </AriaButton>
  );
}
