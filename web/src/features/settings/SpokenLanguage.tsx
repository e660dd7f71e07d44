import { useTranslation } from 'react-i18next';
import { LanguagePicker } from './LanguagePicker';
import { languageName } from './languages';

interface SpokenLanguageProps {
  readonly captioned: readonly string[];
  /** Null: as the meeting. */
  readonly chosen: string | null;
  /** Null: the deployment's own setting, which pages do not know. */
  readonly meetingLanguage: string | null;
  readonly isPending?: boolean;
  readonly onChoose: (language: string | null) => void;
}

/** What a person speaks, so that their captions are written in it. */
export function SpokenLanguage({ meetingLanguage, ...rest }: SpokenLanguageProps) {
  const { t, i18n } = useTranslation();
  const noneText =
    meetingLanguage === null
      ? t('settings.asMeeting')
      : t('settings.asMeetingNamed', { language: languageName(meetingLanguage, i18n.language) });
  return (
    <LanguagePicker {...rest} label={t('settings.iSpeak')} noneText={noneText} inherited={meetingLanguage} />
  );
}
