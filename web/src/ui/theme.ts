/** Light, dark, or as the system says: kept in local storage and written on the root element. */
export type Theme = 'system' | 'light' | 'dark';

const STORAGE_KEY = 'parley.theme';

export function rememberedTheme(): Theme {
  try {
    const theme = localStorage.getItem(STORAGE_KEY);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system'; // storage may be blocked; the theme then lasts as long as the page
  }
}

export function applyTheme(theme: Theme): void {
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
}

export function rememberTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    if (theme === 'system') localStorage.removeItem(STORAGE_KEY);
    else localStorage.setItem(STORAGE_KEY, theme);
  } catch {
    // as above
  }
}

/** What is seen now, whoever chose it. */
export function visibleTheme(): 'light' | 'dark' {
  const theme = rememberedTheme();
  if (theme !== 'system') return theme;
  return window.matchMedia('(prefers-color-scheme: dark)').matches ? 'dark' : 'light';
}
