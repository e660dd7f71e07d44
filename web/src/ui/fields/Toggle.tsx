/** A setting that is on or off, with what it means below it. */
import { useId } from 'react';
import { Switch } from 'react-aria-components';
import { Spinner } from '../signs/Spinner';
import styles from './Toggle.module.css';

interface ToggleProps {
  readonly label: string;
  readonly detail?: string;
  readonly isOn: boolean;
  /** What was chosen is under way: it is shown as chosen, and says that it waits. */
  readonly isPending?: boolean;
  readonly onTurn: (isOn: boolean) => void;
}

export function Toggle({ label, detail, isOn, isPending = false, onTurn }: ToggleProps) {
  const detailId = useId();
  return (
    <div className={styles['setting']}>
      <Switch
        className={styles['toggle'] ?? ''}
        isSelected={isOn}
        onChange={onTurn}
        data-pending={isPending || undefined}
        {...(detail === undefined ? {} : { 'aria-describedby': detailId })}
      >
        <span className={styles['label']}>{label}</span>
        {isPending ? <Spinner /> : null}
        <span className={styles['track']} />
      </Switch>
      {detail === undefined ? null : (
        <p id={detailId} className={styles['detail']}>
          {detail}
        </p>
      )}
    </div>
  );
}
