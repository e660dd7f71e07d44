import type { TFunction } from 'i18next';
import type { Leaving } from '../../api/queries';

/** Where what people say goes for captions and notes: whole sentences, or none while that is not known. */
export function leavingWords(t: TFunction, leaving: Leaving | null): string {
  if (leaving === null) return '';
  if (leaving.sound) return leaving.text ? t('leaving.soundAndText') : t('leaving.sound');
  return leaving.text ? t('leaving.text') : t('leaving.nothing');
}
