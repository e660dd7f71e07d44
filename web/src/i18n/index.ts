/** Sets up translations once, before the first render. English is the source; a pseudo-locale stretches it for tests. */
import i18next from 'i18next';
import { initReactI18next } from 'react-i18next';
import english from './en.json';
import { pseudoLocale } from './pseudo-locale';

/** BCP 47's private-use tag for accented English; `?lang=en-XA` in the address asks for it. */
const PSEUDO = 'en-XA';

export function startTranslations(search = ''): typeof i18next {
  const wantsPseudo = new URLSearchParams(search).get('lang') === PSEUDO;
  const language = wantsPseudo ? PSEUDO : 'en';
  void i18next.use(initReactI18next).init({
    lng: language,
    fallbackLng: 'en',
    resources: {
      en: { translation: english },
      ...(wantsPseudo ? { [PSEUDO]: { translation: pseudoLocale(english) } } : {}),
    },
    interpolation: { escapeValue: false }, // React escapes what it renders
    initAsync: false,
  });
  return i18next;
}
