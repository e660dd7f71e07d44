/** Times as people read them, by Intl. */

/** A moment on the meeting clock: `4:07`, or `1:04:07` from the first hour on. */
export function clockTime(ms: number): string {
  const seconds = Math.max(0, Math.floor(ms / 1000));
  const twoDigits = new Intl.NumberFormat('en', { minimumIntegerDigits: 2, useGrouping: false });
  const hours = Math.floor(seconds / 3600);
  const minutes = Math.floor(seconds / 60) % 60;
  const rest = twoDigits.format(seconds % 60);
  return hours > 0 ? `${hours}:${twoDigits.format(minutes)}:${rest}` : `${minutes}:${rest}`;
}

/** A wall-clock day and time in the reader's time zone, e.g. `23 November 2026 at 08:15`. */
export function dayAndTime(iso: string, language: string): string {
  return new Intl.DateTimeFormat(readersLocale(language), { dateStyle: 'long', timeStyle: 'short' }).format(
    new Date(iso),
  );
}

/** A wall-clock time in the reader's time zone, e.g. `10:02`, or `10:02:07` to the second. */
export function timeOfDay(epochMs: number, language: string, { toTheSecond = false } = {}): string {
  return new Intl.DateTimeFormat(readersLocale(language), {
    timeStyle: toTheSecond ? 'medium' : 'short',
  }).format(new Date(epochMs));
}

/** A length of time to the minute, e.g. `12 min`; below a minute in seconds. */
export function duration(ms: number, language: string): string {
  const isShort = ms < 60_000;
  const value = isShort ? Math.round(ms / 1000) : Math.round(ms / 60_000);
  return new Intl.NumberFormat(language, {
    style: 'unit',
    unit: isShort ? 'second' : 'minute',
    unitDisplay: 'short',
  }).format(value);
}

/** The reader's own region of the language on the page, since dates differ between them. */
function readersLocale(language: string): string {
  return navigator.languages.find((locale) => locale.split('-')[0] === language) ?? language;
}
