/** A button that shows only an icon: its name is its label, shown on hover and focus with the shortcut. */
import type { ReactNode } from 'react';
import {
  Button as AriaButton,
  type ButtonProps as AriaButtonProps,
  Tooltip,
  TooltipTrigger,
} from 'react-aria-components';
import styles from './IconButton.module.css';
import { PENDING } from './pending';

interface IconButtonProps extends Omit<AriaButtonProps, 'children' | 'className' | 'style'> {
  readonly label: string;
  readonly icon: ReactNode;
  readonly shortcut?: string | undefined;
  /** `off`: the device is off, `active`: what it opens is open, `danger`: leaving. */
  readonly look?: 'usual' | 'off' | 'active' | 'danger' | 'plain';
  readonly size?: 'usual' | 'small';
  /** A little dot: something here wants attention. */
  readonly isMarked?: boolean;
}

export function IconButton({
  label,
  icon,
  shortcut,
  look = 'usual',
  size = 'usual',
  isMarked = false,
  isPending = false,
  ...rest
}: IconButtonProps) {
  return (
    <TooltipTrigger delay={300} closeDelay={0}>
      <AriaButton
        {...rest}
        {...(isPending ? PENDING : {})}
        aria-label={label}
        className={styles['button'] ?? ''}
        data-look={look}
        data-size={size}
        {...(shortcut === undefined ? {} : { 'aria-keyshortcuts': shortcut })}
      >
        {icon}
        {isMarked ? <span className={styles['mark']} /> : null}
      </AriaButton>
      <Tooltip className={styles['tooltip'] ?? ''} offset={8} data-stage="">
        {label}
        {shortcut === undefined ? null : <kbd className={styles['key']}>{shortcut}</kbd>}
      </Tooltip>
    </TooltipTrigger>
  );
}
