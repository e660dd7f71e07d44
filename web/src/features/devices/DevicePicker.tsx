import { Mic, Video, Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Device } from '../../media/devices';
import { Picker } from '../../ui/fields/Picker';

interface DevicePickerProps {
  readonly kind: 'camera' | 'microphone' | 'speaker';
  readonly devices: readonly Device[];
  readonly chosen: string | null;
  readonly onChoose: (deviceId: string) => void;
}

const ICONS = { camera: Video, microphone: Mic, speaker: Volume2 } as const;

/** Chooses one device of a kind; before the browser names them they are counted. */
export function DevicePicker({ kind, devices, chosen, onChoose }: DevicePickerProps) {
  const { t } = useTranslation();
  const labels = {
    camera: t('device.camera'),
    microphone: t('device.microphone'),
    speaker: t('device.speaker'),
  };
  const Icon = ICONS[kind];
  return (
    <Picker
      label={labels[kind]}
      icon={<Icon aria-hidden="true" />}
      choices={devices.map((device, index) => ({
        id: device.id,
        name:
          device.label === ''
            ? t('device.numbered', { kind: labels[kind], number: index + 1 })
            : device.label,
      }))}
      chosen={chosen ?? devices[0]?.id ?? null}
      placeholder={labels[kind]}
      onChoose={onChoose}
    />
  );
}
