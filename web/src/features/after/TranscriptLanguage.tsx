/** Switches the transcript between what was said and its translations. */
import { Languages } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { Picker } from '../../ui/fields/Picker';
import { languageName } from '../settings/languages';

interface TranscriptLanguageProps {
  /** BCP 47 tags of the translations that there are. */
  readonly languages: readonly string[];
  /** Null: what was said. */
  readonly chosen: string | null;
  readonly onChoose: (language: string | null) => void;
}

/** No language has this tag. */
const SPOKEN = '*';

export function TranscriptLanguage({ languages, chosen, onChoose }: TranscriptLanguageProps) {
  const { t, i18n } = useTranslation();
  const choices = languages.map((tag) => ({ id: tag, name: languageName(tag, i18n.language) }));
  return (
    <Picker
      label={t('transcript.language')}
      icon={<Languages aria-hidden="true" />}
      choices={[{ id: SPOKEN, name: t('transcript.asSpoken') }, ...choices]}
      chosen={chosen ?? SPOKEN}
      placeholder={t('transcript.asSpoken')}
      onChoose={(id) => onChoose(id === SPOKEN ? null : id)}
    />
  );
}
