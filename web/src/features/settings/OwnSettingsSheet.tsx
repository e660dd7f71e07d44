/** What a person sets for themselves during the call, at once and for next time. */
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import {
  useCaptionLanguages,
  useReadingLanguage,
  useSpokenLanguage,
  useTranslationPairs,
} from '../../api/queries';
import { problemText } from '../../i18n/problem-text';
import { saveChoices } from '../../media/choices';
import type { Call, JoinChoices, LocalView } from '../../rtc/types';
import { Button } from '../../ui/buttons/Button';
import { Toggle } from '../../ui/fields/Toggle';
import { Sheet } from '../../ui/panels/Sheet';
import { Notice } from '../../ui/signs/Notice';
import { OwnBackground } from '../background/OwnBackground';
import { KEYS } from '../call/controls/keys';
import { DevicePicker } from '../devices/DevicePicker';
import { useDevices } from '../devices/use-devices';
import { NoisePanel } from '../noise/NoisePanel';
import { useKeyPreferences } from './key-preferences';
import { ReadingLanguage } from './ReadingLanguage';
import { SpokenLanguage } from './SpokenLanguage';
import { useWish } from './use-wish';

interface OwnSettingsSheetProps {
  readonly call: Call;
  readonly choices: JoinChoices;
  readonly meetingId: string;
  readonly role: LocalView['role'];
  /** What the room says that this person and the meeting speak; null: nothing said. */
  readonly spoken: string | null;
  /** What the room says that this person reads; null: what is spoken. */
  readonly reading: string | null;
  readonly meetingLanguage: string | null;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

export function OwnSettingsSheet(props: OwnSettingsSheetProps) {
  const { call, choices, meetingId, role, spoken, reading, meetingLanguage, isOpen, onClose } = props;
  const { t } = useTranslation();
  const captioned = useCaptionLanguages();
  const { mutateAsync: speak } = useSpokenLanguage(meetingId);
  const language = useWish(spoken, async (chosen: string | null) => {
    await speak(chosen);
    saveChoices({ language: chosen });
  });
  const pairs = useTranslationPairs();
  const { mutateAsync: read } = useReadingLanguage(meetingId);
  const readingLanguage = useWish(reading, async (chosen: string | null) => {
    await read(chosen);
    saveChoices({ readingLanguage: chosen });
  });
  const keys = useKeyPreferences();
  const [devices, setDevices] = useState({
    microphone: choices.microphoneId,
    camera: choices.cameraId,
    speaker: choices.speakerId,
  });
  const isViewer = role === 'viewer';

  function chooseDevice(kind: Kind, deviceId: string) {
    setDevices({ ...devices, [kind]: deviceId });
    saveChoices({ [`${kind}Id`]: deviceId });
    void call.switchDevice(kind, deviceId);
  }

  return (
    <Sheet
      title={t('settings.own')}
      isOpen={isOpen}
      onClose={onClose}
      actions={
        <Button variant="primary" onPress={onClose}>
          {t('app.done')}
        </Button>
      }
    >
      <DevicePickers chosen={devices} isViewer={isViewer} onChoose={chooseDevice} />
      {isViewer ? null : <OwnBackground call={call} />}
      {isViewer ? null : (
        <SpokenLanguage
          captioned={captioned}
          chosen={language.value}
          meetingLanguage={meetingLanguage}
          isPending={language.isPending}
          onChoose={language.choose}
        />
      )}
      <ReadingLanguage
        captioned={captioned}
        pairs={pairs}
        chosen={readingLanguage.value}
        isPending={readingLanguage.isPending}
        onChoose={readingLanguage.choose}
      />
      {readingLanguage.error === null ? null : (
        <Notice tone="bad">{problemText(t, readingLanguage.error)}</Notice>
      )}
      {language.error === null ? null : <Notice tone="bad">{problemText(t, language.error)}</Notice>}
      {isViewer ? null : <NoisePanel />}
      <Toggle
        label={t('settings.keys')}
        detail={t('settings.keysDetail', { keys: Object.values(KEYS).join(', ') })}
        isOn={keys.areOn}
        onTurn={keys.turn}
      />
    </Sheet>
  );
}

const KINDS = ['microphone', 'camera', 'speaker'] as const;
type Kind = (typeof KINDS)[number];

interface DevicePickersProps {
  readonly chosen: Readonly<Record<Kind, string | null>>;
  /** Viewers publish nothing, so all they choose is where sound comes out. */
  readonly isViewer: boolean;
  readonly onChoose: (kind: Kind, deviceId: string) => void;
}

/** Mounted when the sheet opens: that is when to ask which devices there are. */
function DevicePickers({ chosen, isViewer, onChoose }: DevicePickersProps) {
  const devices = useDevices('');
  const offered = { microphone: devices.microphones, camera: devices.cameras, speaker: devices.speakers };
  const isOffered = (kind: Kind) => (kind === 'speaker' ? offered.speaker.length > 0 : !isViewer);
  return KINDS.filter(isOffered).map((kind) => (
    <DevicePicker
      key={kind}
      kind={kind}
      devices={offered[kind]}
      chosen={chosen[kind]}
      onChoose={(deviceId) => onChoose(kind, deviceId)}
    />
  ));
}
