/** The preview: the person as others will see them, their microphone's level, and which devices are used. */
import { Mic, MicOff, Video, VideoOff } from 'lucide-react';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { RememberedChoices } from '../../media/choices';
import { IconButton } from '../../ui/buttons/IconButton';
import { Meter } from '../../ui/signs/Meter';
import { Avatar } from '../../ui/speakers/Avatar';
import { BackgroundButton } from '../background/BackgroundButton';
import { EffectTrouble } from '../background/EffectTrouble';
import { useBackground, useBackgroundOn } from '../background/use-background';
import { DevicePicker } from '../devices/DevicePicker';
import { StreamVideo } from '../devices/StreamVideo';
import { useDevices } from '../devices/use-devices';
import { useLevel } from '../devices/use-level';
import { usePreview } from '../devices/use-preview';
import styles from './MirrorStage.module.css';
import { PreviewTrouble } from './PreviewTrouble';

interface MirrorStageProps {
  readonly choices: RememberedChoices;
  readonly onChoose: (change: Partial<RememberedChoices>) => void;
  /** What else is chosen beside the devices. */
  readonly children: ReactNode;
}

export function MirrorStage({ choices, onChoose, children }: MirrorStageProps) {
  const { t } = useTranslation();
  const [attempt, setAttempt] = useState(0);
  const camera = usePreview('camera', choices.isCameraOn, choices.cameraId, attempt);
  const microphone = usePreview('microphone', choices.isMicrophoneOn, choices.microphoneId, attempt);
  const devices = useDevices(`${camera.stream?.id} ${microphone.stream?.id}`);
  const level = useLevel(microphone.stream);
  const isEffectOn = useBackground().choice.kind !== 'none';
  const shown = useBackgroundOn(camera.stream);
  const mirror = shown === null ? null : <StreamVideo stream={shown} label={t('prejoin.preview')} />;
  const tryAgain = () => setAttempt(attempt + 1);
  const isMicrophoneOn = choices.isMicrophoneOn && microphone.problem === null;
  const isCameraOn = choices.isCameraOn && camera.problem === null;

  return (
    <>
      <div className={styles['stage']} data-stage="">
        {mirror ?? (
          <div className={styles['empty']}>
            <Avatar name={choices.name} colour={null} size="tile" />
            <p className={styles['words']}>
              {camera.isOpening || camera.stream !== null
                ? t('prejoin.cameraOpening')
                : t('prejoin.cameraOff')}
            </p>
          </div>
        )}
        <div className={styles['controls']}>
          <IconButton
            label={isMicrophoneOn ? t('control.microphoneOff') : t('control.microphoneOn')}
            icon={isMicrophoneOn ? <Mic aria-hidden="true" /> : <MicOff aria-hidden="true" />}
            look={isMicrophoneOn ? 'usual' : 'off'}
            isMarked={microphone.problem !== null}
            onPress={
              microphone.problem === null ? () => onChoose({ isMicrophoneOn: !isMicrophoneOn }) : tryAgain
            }
          />
          <IconButton
            label={isCameraOn ? t('control.cameraOff') : t('control.cameraOn')}
            icon={isCameraOn ? <Video aria-hidden="true" /> : <VideoOff aria-hidden="true" />}
            look={isCameraOn ? 'usual' : 'off'}
            isMarked={camera.problem !== null}
            onPress={camera.problem === null ? () => onChoose({ isCameraOn: !isCameraOn }) : tryAgain}
          />
          <BackgroundButton preview={mirror} />
        </div>
      </div>
      {/* Where it was just tried, the choice of effects says so, and the camera is here. */}
      {isEffectOn ? <EffectTrouble /> : null}
      <PreviewTrouble camera={camera.problem} microphone={microphone.problem} onTryAgain={tryAgain} />
      <div className={styles['devices']}>
        <div className={styles['microphone']}>
          <DevicePicker
            kind="microphone"
            devices={devices.microphones}
            chosen={choices.microphoneId}
            onChoose={(microphoneId) => onChoose({ microphoneId })}
          />
          <Meter label={t('prejoin.level')} level={level} />
        </div>
        <DevicePicker
          kind="camera"
          devices={devices.cameras}
          chosen={choices.cameraId}
          onChoose={(cameraId) => onChoose({ cameraId })}
        />
        {devices.speakers.length === 0 ? null : (
          <DevicePicker
            kind="speaker"
            devices={devices.speakers}
            chosen={choices.speakerId}
            onChoose={(speakerId) => onChoose({ speakerId })}
          />
        )}
        {children}
      </div>
    </>
  );
}
