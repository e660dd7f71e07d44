/** Light, dark, or as the system says: kept in local storage and written on the root element. */
export type Theme = 'system' | 'light' | 'dark';

const STORAGE_KEY = 'parley.theme';
const PREFERS_DARK = '(prefers-color-scheme: dark)';

let chosen: Theme = 'system';
const listeners = new Set<() => void>();

export function rememberedTheme(): Theme {
  try {
    const theme = localStorage.getItem(STORAGE_KEY);
    return theme === 'light' || theme === 'dark' ? theme : 'system';
  } catch {
    return 'system'; // storage may be blocked; the theme then lasts as long as the page
  }
}

export function applyTheme(theme: Theme): void {
  chosen = theme;
  if (theme === 'system') delete document.documentElement.dataset['theme'];
  else document.documentElement.dataset['theme'] = theme;
  for (const tell of listeners) tell();
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

export function systemTheme(): 'light' | 'dark' {
  return window.matchMedia(PREFERS_DARK).matches ? 'dark' : 'light';
}

/** What is seen now, whoever chose it. */
export function visibleTheme(): 'light' | 'dark' {
  return chosen === 'system' ? systemTheme() : chosen;
}

/** Tells `listener` when the theme changes, by choice or by the system; returns what ends it. */
export function watchTheme(listener: () => void): () => void {
  const query = window.matchMedia(PREFERS_DARK);
  listeners.add(listener);
  query.addEventListener('change', listener);
  return () => {
    listeners.delete(listener);
    query.removeEventListener('change', listener);
  };
}
