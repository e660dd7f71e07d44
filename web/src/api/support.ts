/** The support token, for as long as the tab is open: it opens every meeting, so no browser remembers it. */

const STORAGE_KEY = 'parley.support';

export function loadSupportToken(): string | null {
  try {
    return sessionStorage.getItem(STORAGE_KEY);
  } catch {
    return null; // storage refused by the browser: it is asked for again
  }
}

/** Null forgets it. */
export function saveSupportToken(token: string | null): void {
  try {
    if (token === null) sessionStorage.removeItem(STORAGE_KEY);
    else sessionStorage.setItem(STORAGE_KEY, token);
  } catch {
    // as above
  }
}
