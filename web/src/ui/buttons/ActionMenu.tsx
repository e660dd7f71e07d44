/** A button that opens a list of actions, and the lines of such a list. */
import type { ReactNode } from 'react';
import { Menu, MenuItem, type MenuItemProps, MenuTrigger, Popover, Separator } from 'react-aria-components';
import styles from './ActionMenu.module.css';

interface ActionMenuProps {
  readonly label: string;
  readonly trigger: ReactNode;
  readonly children: ReactNode;
}

export function ActionMenu({ label, trigger, children }: ActionMenuProps) {
  return (
    <MenuTrigger>
      {trigger}
      <Popover className={styles['popover'] ?? ''} placement="top" offset={8}>
        <Menu aria-label={label} className={styles['menu'] ?? ''}>
          {children}
        </Menu>
      </Popover>
    </MenuTrigger>
  );
}

interface ActionProps extends Pick<MenuItemProps, 'onAction' | 'id' | 'isDisabled'> {
  readonly icon?: ReactNode;
  readonly text: string;
  readonly detail?: string;
  readonly isDanger?: boolean;
}

export function Action({ icon, text, detail, isDanger = false, ...rest }: ActionProps) {
  return (
    <MenuItem {...rest} textValue={text} className={styles['item'] ?? ''} data-danger={isDanger || undefined}>
      <span className={styles['icon']}>{icon}</span>
      <span className={styles['text']}>
        {text}
        {detail === undefined ? null : <span className={styles['detail']}>{detail}</span>}
      </span>
    </MenuItem>
  );
}

export function ActionLine() {
  return <Separator className={styles['line'] ?? ''} />;
}
