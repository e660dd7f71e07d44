/** Chooses what captions are read in; a choice that this server cannot translate into is said to be none. */
import { BookOpenText } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { TranslationPair } from '../../gen';
import { Picker } from '../../ui/fields/Picker';
import styles from './LanguagePicker.module.css';
import { languageName } from './languages';
import { readingChoices, translationInto } from './reading-languages';

interface ReadingLanguageProps {
  /** BCP 47 tags of what is captioned; empty: not known. */
  readonly captioned: readonly string[];
  /** Null: not known. */
  readonly pairs: readonly TranslationPair[] | null;
  /** Null: what is spoken. */
  readonly chosen: string | null;
  readonly isPending?: boolean;
  readonly onChoose: (language: string | null) => void;
}

/** No language has this tag. */
const NONE = '*';

export function ReadingLanguage(props: ReadingLanguageProps) {
  const { captioned, pairs, chosen, isPending = false, onChoose } = props;
  const { t, i18n } = useTranslation();
  const page = i18n.language;
  const choices = readingChoices({ captioned, pairs, readers: navigator.languages, chosen, page }).map(
    ({ tag, name, translation }) => ({
      id: tag,
      name: {
        draft: t('settings.languageDraft', { language: name }),
        none: t('settings.languageNotTranslated', { language: name }),
        full: name,
      }[translation],
    }),
  );
  const language = chosen === null ? '' : languageName(chosen, page);
  const hints = {
    draft: t('settings.draftHint'),
    none: t('settings.notTranslated', { language }),
    full: null,
  };
  return (
    <div className={styles['language']}>
      <Picker
        label={t('settings.iRead')}
        lead={t('settings.iRead')}
        icon={<BookOpenText aria-hidden="true" />}
        choices={[{ id: NONE, name: t('settings.asSpoken') }, ...choices]}
        chosen={chosen ?? NONE}
        placeholder={t('settings.asSpoken')}
        isPending={isPending}
        onChoose={(id) => onChoose(id === NONE ? null : id)}
      />
      <p role="status" className={styles['hint']}>
        {chosen === null ? null : hints[translationInto(chosen, captioned, pairs)]}
      </p>
    </div>
  );
}
