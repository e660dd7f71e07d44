/** One of a few choices, all in sight: a titled row of buttons of which one is pressed. */
import { useId } from 'react';
import { Label, Radio, RadioGroup } from 'react-aria-components';
import styles from './RadioRow.module.css';

interface RadioRowProps<Id extends string> {
  readonly label: string;
  readonly choices: readonly { readonly id: Id; readonly name: string }[];
  readonly chosen: Id;
  readonly onChoose: (id: Id) => void;
}

export function RadioRow<Id extends string>({ label, choices, chosen, onChoose }: RadioRowProps<Id>) {
  const group = useId();
  return (
    <RadioGroup
      className={styles['group'] ?? ''}
      orientation="horizontal"
      name={group}
      value={chosen}
      onChange={(value) => {
        const choice = choices.find(({ id }) => id === value);
        if (choice !== undefined) onChoose(choice.id);
      }}
    >
      <Label className={styles['label'] ?? ''}>{label}</Label>
      <div className={styles['row']}>
        {choices.map(({ id, name }) => (
          <Radio key={id} value={id} className={styles['choice'] ?? ''}>
            {name}
          </Radio>
        ))}
      </div>
    </RadioGroup>
  );
}
