import { Moon, Sun } from 'lucide-react';
import { useSyncExternalStore } from 'react';
import { useTranslation } from 'react-i18next';
import { IconButton } from '../buttons/IconButton';
import { rememberTheme, systemTheme, visibleTheme, watchTheme } from './theme';

/** Turns the page to the other theme; going back to the system's own choice forgets the manual one. */
export function ThemeButton() {
  const { t } = useTranslation();
  const seen = useSyncExternalStore(watchTheme, visibleTheme);

  function turn() {
    const other = seen === 'dark' ? 'light' : 'dark';
    rememberTheme(other === systemTheme() ? 'system' : other);
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
