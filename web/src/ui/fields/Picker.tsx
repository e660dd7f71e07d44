/** Choose one of a few named things, for example a camera. */
import { Check, ChevronDown } from 'lucide-react';
import { type ReactNode, useId } from 'react';
import {
  Button as AriaButton,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Select,
  SelectValue,
} from 'react-aria-components';
import { Spinner } from '../signs/Spinner';
import styles from './Picker.module.css';

interface Choice {
  readonly id: string;
  readonly name: string;
}

interface PickerProps {
  readonly label: string;
  readonly icon?: ReactNode;
  /** Stands before the value, where icon and value do not say what is chosen. */
  readonly lead?: string;
  readonly choices: readonly Choice[];
  readonly chosen: string | null;
  readonly placeholder: string;
  /** What was chosen is under way: looks so, and opens all the same. */
  readonly isPending?: boolean;
  readonly onChoose: (id: string) => void;
}

export function Picker(props: PickerProps) {
  const { label, icon, lead, choices, chosen, placeholder, isPending = false, onChoose } = props;
  const buttonId = useId();
  const hasChosen = choices.some((choice) => choice.id === chosen);
  return (
    <Select
      className={styles['picker'] ?? ''}
      value={hasChosen ? chosen : null}
      onChange={(key) => {
        if (key !== null) onChoose(String(key));
      }}
      placeholder={placeholder}
      isDisabled={choices.length === 0}
    >
      <Label className="visually-hidden">{label}</Label>
      <AriaButton
        id={buttonId}
        className={styles['button'] ?? ''}
        data-pending={isPending || undefined}
        // Named by what stands on it, in that order, so that voice control finds it by what is seen.
        {...(lead === undefined ? {} : { 'aria-labelledby': buttonId })}
      >
        {isPending ? <Spinner /> : icon}
        {lead === undefined ? null : <span className={styles['lead']}>{lead}</span>}
        <SelectValue className={styles['value'] ?? ''} />
        <ChevronDown aria-hidden="true" className={styles['arrow'] ?? ''} />
      </AriaButton>
      <Popover className={styles['popover'] ?? ''} offset={4}>
        <ListBox className={styles['list'] ?? ''} items={choices}>
          {(choice) => (
            <ListBoxItem id={choice.id} textValue={choice.name} className={styles['item'] ?? ''}>
              {({ isSelected }) => (
                <>
                  <span>{choice.name}</span>
                  {isSelected ? <Check aria-hidden="true" /> : null}
                </>
              )}
            </ListBoxItem>
          )}
        </ListBox>
      </Popover>
    </Select>
  );
}
