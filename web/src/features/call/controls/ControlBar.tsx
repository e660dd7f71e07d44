/** The one bar of controls. Each says its name and key on hover, and answers at once. */
import {
  Captions,
  CaptionsOff,
  Mic,
  MicOff,
  PhoneOff,
  ScreenShare,
  ScreenShareOff,
  ScrollText,
  Users,
  Video,
  VideoOff,
} from 'lucide-react';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { AiView, LocalView } from '../../../rtc/types';
import { IconButton } from '../../../ui/buttons/IconButton';
import { AiMark } from '../ai/AiMark';
import styles from './ControlBar.module.css';
import type { Keys } from './keys';
import { PANEL_IDS, type Panel } from './panels';

export interface Switches {
  readonly microphone: readonly [isPending: boolean, toggle: () => void];
  readonly camera: readonly [isPending: boolean, toggle: () => void];
  readonly screen: readonly [isPending: boolean, toggle: () => void];
  readonly toggleCaptions: () => void;
  readonly togglePanel: (panel: Panel) => void;
  readonly leave: () => void;
}

interface ControlBarProps {
  /** What the meeting is called; empty: it has no name. */
  readonly title: string;
  readonly local: LocalView;
  /** Not in the room yet: own devices wait. */
  readonly isJoining: boolean;
  /** Null without a connection: nothing is known of the AI then. */
  readonly ai: AiView | null;
  readonly areCaptionsShown: boolean;
  readonly peopleCount: number;
  readonly panel: Panel | null;
  readonly switches: Switches;
  /** Null while single keys are turned off. */
  readonly keys: Keys | null;
  readonly more: ReactNode;
}

export function ControlBar(props: ControlBarProps) {
  const { title, local, isJoining, ai, areCaptionsShown, peopleCount, panel, switches, keys, more } = props;
  const { t } = useTranslation();
  return (
    <div role="toolbar" aria-label={t('control.bar')} className={styles['bar']}>
      <div className={styles['start']}>
        {ai === null ? null : <AiMark ai={ai} />}
        {title === '' ? null : <bdi className={styles['title']}>{title}</bdi>}
      </div>
      <div className={styles['middle']}>
        {local.role === 'viewer' ? null : (
          <OwnDevices local={local} isJoining={isJoining} switches={switches} keys={keys} />
        )}
        <IconButton
          label={areCaptionsShown ? t('control.captionsOff') : t('control.captionsOn')}
          shortcut={keys?.captions}
          icon={areCaptionsShown ? <Captions aria-hidden="true" /> : <CaptionsOff aria-hidden="true" />}
          // Lit only if captions come: the host may have turned them off for everybody.
          look={areCaptionsShown && ai?.captionsOn !== false ? 'active' : 'usual'}
          onPress={switches.toggleCaptions}
        />
        <span className={styles['narrow']}>
          <PeopleButton count={peopleCount} panel={panel} switches={switches} keys={keys} />
        </span>
        {more}
        <IconButton
          label={t('control.leave')}
          icon={<PhoneOff aria-hidden="true" />}
          look="danger"
          onPress={switches.leave}
        />
      </div>
      <div className={styles['end']}>
        <IconButton
          label={t('control.transcript')}
          shortcut={keys?.transcript}
          icon={<ScrollText aria-hidden="true" />}
          look={panel === 'transcript' ? 'active' : 'plain'}
          aria-expanded={panel === 'transcript'}
          aria-controls={PANEL_IDS.transcript}
          onPress={() => switches.togglePanel('transcript')}
        />
        <PeopleButton count={peopleCount} panel={panel} switches={switches} keys={keys} />
      </div>
    </div>
  );
}

type OwnDevicesProps = Pick<ControlBarProps, 'local' | 'isJoining' | 'switches' | 'keys'>;

function OwnDevices({ local, isJoining, switches, keys }: OwnDevicesProps) {
  const { t } = useTranslation();
  const canShare = 'getDisplayMedia' in (navigator.mediaDevices ?? {});
  return (
    <>
      <IconButton
        label={local.isMicrophoneOn ? t('control.microphoneOff') : t('control.microphoneOn')}
        shortcut={keys?.microphone}
        icon={local.isMicrophoneOn ? <Mic aria-hidden="true" /> : <MicOff aria-hidden="true" />}
        look={local.isMicrophoneOn ? 'usual' : 'off'}
        isMarked={local.deviceProblem?.device === 'microphone'}
        isPending={isJoining || switches.microphone[0]}
        onPress={switches.microphone[1]}
      />
      <IconButton
        label={local.isCameraOn ? t('control.cameraOff') : t('control.cameraOn')}
        shortcut={keys?.camera}
        icon={local.isCameraOn ? <Video aria-hidden="true" /> : <VideoOff aria-hidden="true" />}
        look={local.isCameraOn ? 'usual' : 'off'}
        isMarked={local.deviceProblem?.device === 'camera'}
        isPending={isJoining || switches.camera[0]}
        onPress={switches.camera[1]}
      />
      {canShare ? (
        <IconButton
          label={local.isScreenShareOn ? t('control.shareOff') : t('control.shareOn')}
          shortcut={keys?.screen}
          icon={
            local.isScreenShareOn ? <ScreenShareOff aria-hidden="true" /> : <ScreenShare aria-hidden="true" />
          }
          look={local.isScreenShareOn ? 'active' : 'usual'}
          isPending={isJoining || switches.screen[0]}
          onPress={switches.screen[1]}
        />
      ) : null}
    </>
  );
}

interface PeopleButtonProps {
  readonly count: number;
  readonly panel: Panel | null;
  readonly switches: Switches;
  readonly keys: Keys | null;
}

function PeopleButton({ count, panel, switches, keys }: PeopleButtonProps) {
  const { t } = useTranslation();
  return (
    <IconButton
      label={t('control.people', { count })}
      shortcut={keys?.people}
      icon={<Users aria-hidden="true" />}
      look={panel === 'people' ? 'active' : 'plain'}
      aria-expanded={panel === 'people'}
      aria-controls={PANEL_IDS.people}
      onPress={() => switches.togglePanel('people')}
    />
  );
}
