/** What is said of a translation beside it: that a machine made it, how good it is, and by what way. */
import type { TFunction } from 'i18next';
import { languageName } from '../../settings/languages';

interface Made {
  readonly isDraft: boolean;
  readonly pivot: string | null;
}

export function translationWords(t: TFunction, page: string, { isDraft, pivot }: Made): string {
  const what = isDraft ? t('translation.draft') : t('translation.label');
  return pivot === null ? what : t('translation.byWayOf', { what, language: languageName(pivot, page) });
}

/** What stands above a transcript: that a machine wrote it, and how its translations came about, if it has any. */
export function transcriptLabel(t: TFunction, page: string, translations: readonly Made[]): string {
  // The least trustworthy one speaks for all.
  const made = translations.find(({ isDraft }) => isDraft) ?? translations[0];
  const label = t('transcript.label');
  return made === undefined ? label : `${label} · ${translationWords(t, page, made)}`;
}
