import { User } from 'lucide-react';
import styles from './Avatar.module.css';
import { initials } from './initials';

interface AvatarProps {
  readonly name: string;
  /** Speaker colour, 1 to 12; null before it is known, which is on joining. */
  readonly colour: number | null;
  readonly size?: 'small' | 'tile';
}

/** A person's initials in their speaker colour, a figure before there is a name; decoration, the name is said beside it. */
export function Avatar({ name, colour, size = 'small' }: AvatarProps) {
  return (
    <span aria-hidden="true" className={styles['avatar']} data-size={size} data-speaker={colour ?? undefined}>
      {name.trim() === '' ? <User className={styles['nobody']} /> : initials(name)}
    </span>
  );
}
