import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { saveChoices } from '../../media/choices';
import type { Call, JoinChoices } from '../../rtc/types';
import { Button } from '../../ui/Button';
import { Sheet } from '../../ui/Sheet';
import { DevicePicker } from './DevicePicker';
import { useDevices } from './use-devices';

interface DevicesSheetProps {
  readonly call: Call;
  readonly choices: JoinChoices;
  readonly isOpen: boolean;
  readonly onClose: () => void;
}

const KINDS = ['microphone', 'camera', 'speaker'] as const;

/** Changes camera, microphone and speaker during the call, at once and for next time. */
export function DevicesSheet({ call, choices, isOpen, onClose }: DevicesSheetProps) {
  const { t } = useTranslation();
  const devices = useDevices(String(isOpen));
  const [chosen, setChosen] = useState({
    microphone: choices.microphoneId,
    camera: choices.cameraId,
    speaker: choices.speakerId,
  });
  const offered = { microphone: devices.microphones, camera: devices.cameras, speaker: devices.speakers };

  function choose(kind: (typeof KINDS)[number], deviceId: string) {
    setChosen({ ...chosen, [kind]: deviceId });
    saveChoices({ [`${kind}Id`]: deviceId });
    void call.switchDevice(kind, deviceId);
  }

  return (
    <Sheet
      title={t('device.title')}
      isOpen={isOpen}
      onClose={onClose}
      actions={<Button onPress={onClose}>{t('app.done')}</Button>}
    >
      {KINDS.filter((kind) => kind !== 'speaker' || offered.speaker.length > 0).map((kind) => (
        <DevicePicker
          key={kind}
          kind={kind}
          devices={offered[kind]}
          chosen={chosen[kind]}
          onChoose={(deviceId) => choose(kind, deviceId)}
        />
      ))}
    </Sheet>
  );
}
