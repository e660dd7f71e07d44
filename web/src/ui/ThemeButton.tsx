import { Moon, Sun } from 'lucide-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from './IconButton';
import { rememberTheme, visibleTheme } from './theme';

/** Turns the page to the other theme; going back to the system's own choice forgets the manual one. */
export function ThemeButton() {
  const { t } = useTranslation();
  const [seen, setSeen] = useState(visibleTheme);
  const other = seen === 'dark' ? 'light' : 'dark';

  function turn() {
    const system = window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
    rememberTheme(other === system ? 'system' : other);
    setSeen(other);
  }

  return (
    <IconButton
      look="plain"
      label={seen === 'dark' ? t('theme.toLight') : t('theme.toDark')}
      icon={seen === 'dark' ? <Sun aria-hidden="true" /> : <Moon aria-hidden="true" />}
      onPress={turn}
    />
  );
}
