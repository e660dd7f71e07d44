/** Chooses a language; when it is none that is captioned here, that is said below it. */
import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Picker } from '../../ui/fields/Picker';
import styles from './LanguagePicker.module.css';
import { isCaptioned, languageChoices, languageName } from './languages';

interface LanguagePickerProps {
  readonly label: string;
  /** BCP 47 tags; empty: not known. */
  readonly captioned: readonly string[];
  /** Null: none of its own. */
  readonly chosen: string | null;
  /** The first choice, which chooses null. */
  readonly noneText: string;
  /** What is spoken while null is chosen; null: not known. */
  readonly inherited: string | null;
  readonly isPending?: boolean;
  readonly onChoose: (language: string | null) => void;
}

/** No language has this tag. */
const NONE = '*';

export function LanguagePicker(props: LanguagePickerProps) {
  const { label, captioned, chosen, noneText, inherited, isPending = false, onChoose } = props;
  const { t, i18n } = useTranslation();
  const page = i18n.language;
  const spoken = chosen ?? inherited;
  const choices = languageChoices(captioned, navigator.languages, chosen, page).map((language) => ({
    id: language.tag,
    name: language.isCaptioned
      ? language.name
      : t('settings.languageNotCaptioned', { language: language.name }),
  }));
  return (
    <div className={styles['language']}>
      <Picker
        label={label}
        lead={label}
        icon={<Languages aria-hidden="true" />}
        choices={[{ id: NONE, name: noneText }, ...choices]}
        chosen={chosen ?? NONE}
        placeholder={noneText}
        isPending={isPending}
        onChoose={(id) => onChoose(id === NONE ? null : id)}
      />
      <p role="status" className={styles['hint']}>
        {spoken === null || isCaptioned(captioned, spoken)
          ? null
          : t('settings.notCaptioned', { language: languageName(spoken, page) })}
      </p>
    </div>
  );
}
