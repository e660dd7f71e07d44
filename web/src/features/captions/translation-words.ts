/** What is said of a translation beside it: that a machine made it, how good it is, and by what way. */
import type { TFunction } from 'i18next';
import { languageName } from '../settings/languages';

interface Made {
  readonly isDraft: boolean;
  readonly pivot: string | null;
}

export function translationWords(t: TFunction, page: string, { isDraft, pivot }: Made): string {
  const what = isDraft ? t('translation.draft') : t('translation.label');
  return pivot === null ? what : t('translation.byWayOf', { what, language: languageName(pivot, page) });
}
