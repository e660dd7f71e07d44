/** What hosts set for everyone: whether and how speech becomes text. Shows what the room says, also of other hosts. */
import { useTranslation } from 'react-i18next';
import { useCaptionLanguages, useHostCommands } from '../../api/queries';
import type { MeetingUpdate } from '../../gen';
import { problemText } from '../../i18n/problem-text';
import type { AiView } from '../../rtc/types';
import { Button } from '../../ui/buttons/Button';
import { Toggle } from '../../ui/fields/Toggle';
import { Sheet } from '../../ui/panels/Sheet';
import { Notice } from '../../ui/signs/Notice';
import { aiStateText, engineText } from '../call/ai/ai-words';
import styles from './HostSettingsSheet.module.css';
import { LanguagePicker } from './LanguagePicker';
import { useWish } from './use-wish';

interface HostSettingsSheetProps {
  readonly meetingId: string;
  readonly ai: AiView;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function HostSettingsSheet({ meetingId, ai, isOpen, onClose }: HostSettingsSheetProps) {
  const { t } = useTranslation();
  const captioned = useCaptionLanguages();
  const wishes = useMeetingWishes(meetingId, ai);
  const { captions, notes, language, isMasked, isLocal } = wishes;
  const error = Object.values(wishes).find((wish) => wish.error !== null)?.error ?? null;
  const engine = engineText(t, ai);
  return (
    <Sheet
      title={t('host.forAll')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <Button variant="primary" onPress={onClose}>
          {t('app.done')}
        </Button>
      }
    >
      <div role="status" className={styles['standing']}>
        <p>{aiStateText(t, ai)}</p>
        {engine === null ? null : <p>{engine}</p>}
      </div>
      {error === null ? null : (
        <Notice tone="bad">
          {t('settings.failed')} {problemText(t, error)}
        </Notice>
      )}
      <div>
        <Toggle
          label={t('host.captions')}
          isOn={captions.value}
          isPending={captions.isPending}
          onTurn={captions.choose}
        />
        <Toggle
          label={t('host.notes')}
          isOn={notes.value}
          isPending={notes.isPending}
          onTurn={notes.choose}
        />
        <p role="status" className={styles['truth']}>
          {!captions.value && notes.value ? t('settings.notesNeedTranscript') : null}
        </p>
      </div>
      <LanguagePicker
        label={t('settings.meetingLanguage')}
        captioned={captioned}
        chosen={language.value}
        noneText={t('settings.serversOwn')}
        inherited={null}
        isPending={language.isPending}
        onChoose={language.choose}
      />
      <Toggle
        label={t('settings.mask')}
        detail={t('settings.maskDetail')}
        isOn={isMasked.value}
        isPending={isMasked.isPending}
        onTurn={isMasked.choose}
      />
      <Toggle
        label={t('settings.local')}
        detail={t('settings.localDetail')}
        isOn={isLocal.value}
        isPending={isLocal.isPending}
        onTurn={isLocal.choose}
      />
    </Sheet>
  );
}

function useMeetingWishes(meetingId: string, ai: AiView) {
  const { update } = useHostCommands(meetingId);
  const send = (change: MeetingUpdate) => update.mutateAsync(change);
  return {
    captions: useWish(ai.captionsOn, (captions_on: boolean) => send({ captions_on })),
    notes: useWish(ai.notesOn, (notes_on: boolean) => send({ notes_on })),
    language: useWish(ai.language, (language: string | null) => send({ language })),
    isMasked: useWish(ai.profanity === 'mask', (isOn: boolean) =>
      send({ profanity: isOn ? 'mask' : 'keep' }),
    ),
    isLocal: useWish(ai.speechEngine === 'local', (isOn: boolean) =>
      send({ speech_engine: isOn ? 'local' : 'auto' }),
    ),
  };
}
