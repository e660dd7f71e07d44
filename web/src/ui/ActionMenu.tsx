/** A button that opens a list of actions, and the lines of such a list. */
import { Check } from 'lucide-react';
import type { ReactNode } from 'react';
import {
  Header,
  Menu,
  MenuItem,
  type MenuItemProps,
  MenuSection,
  MenuTrigger,
  Popover,
  Separator,
} from 'react-aria-components';
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
      {({ isSelected, selectionMode }) => (
        <>
          <span className={styles['icon']}>{icon}</span>
          <span className={styles['text']}>
            {text}
            {detail === undefined ? null : <span className={styles['detail']}>{detail}</span>}
          </span>
          {selectionMode !== 'none' && isSelected ? (
            <Check aria-hidden="true" className={styles['check']} />
          ) : null}
        </>
      )}
    </MenuItem>
  );
}

interface ActionChoiceProps {
  readonly title: string;
  readonly mode: 'single' | 'multiple';
  readonly chosen: readonly string[];
  readonly onChoose: (ids: readonly string[]) => void;
  readonly children: ReactNode;
}

/** A titled stretch of the menu in which one or several lines are ticked. */
export function ActionChoice({ title, mode, chosen, onChoose, children }: ActionChoiceProps) {
  return (
    <MenuSection
      selectionMode={mode}
      selectedKeys={chosen}
      disallowEmptySelection={mode === 'single'}
      onSelectionChange={(keys) => onChoose(keys === 'all' ? [] : [...keys].map(String))}
    >
      <Header className={styles['header']}>{title}</Header>
      {children}
    </MenuSection>
  );
}

export function ActionLine() {
  return <Separator className={styles['line'] ?? ''} />;
}
