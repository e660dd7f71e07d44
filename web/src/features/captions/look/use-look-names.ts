import { useTranslation } from 'react-i18next';
import type { CaptionLook } from './caption-preferences';

type LookNames = { readonly [Part in keyof CaptionLook]: Readonly<Record<CaptionLook[Part], string>> };

/** What the choices of a look are called. */
export function useLookNames(): LookNames {
  const { t } = useTranslation();
  return {
    size: {
      small: t('captionLook.small'),
      medium: t('captionLook.medium'),
      large: t('captionLook.large'),
      largest: t('captionLook.largest'),
    },
    contrast: { normal: t('captionLook.normal'), high: t('captionLook.high') },
    position: { bottom: t('captionLook.bottom'), top: t('captionLook.top') },
    background: {
      none: t('captionLook.none'),
      soft: t('captionLook.soft'),
      solid: t('captionLook.solid'),
    },
    // Names of typefaces are the same in every language.
    font: { inter: 'Inter', atkinson: 'Atkinson Hyperlegible' },
  };
}
