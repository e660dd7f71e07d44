/** What would mend it: said to whoever runs the meeting, and to the person themselves during the call. */
import type { TFunction } from 'i18next';
import type { Advice, Cause } from '../../gen';

export function adviceText(t: TFunction, advice: Advice): string {
  switch (advice) {
    case 'move_or_cable':
      return t('quality.advice.moveOrCable');
    case 'free_the_line':
      return t('quality.advice.freeTheLine');
    case 'camera_off':
      return t('quality.advice.cameraOff');
    case 'effects_off':
      return t('quality.advice.effectsOff');
    case 'close_programs':
      return t('quality.advice.closePrograms');
    case 'open_udp':
      return t('quality.advice.openUdp');
    case 'check_microphone':
      return t('quality.advice.checkMicrophone');
    case 'unmute_in_system':
      return t('quality.advice.unmuteInSystem');
    case 'plug_in_again':
      return t('quality.advice.plugInAgain');
    case 'one_suppressor':
      return t('quality.advice.oneSuppressor');
    case 'more_workers':
      return t('quality.advice.moreWorkers');
    case 'look_at_the_node':
      return t('quality.advice.lookAtTheNode');
  }
}

/** Said to the person whose own it is; null where it is nobody's own. */
export function ownCauseText(t: TFunction, cause: Cause): string | null {
  switch (cause) {
    case 'uplink':
      return t('quality.own.uplink');
    case 'downlink':
      return t('quality.own.downlink');
    case 'congestion':
      return t('quality.own.congestion');
    case 'cpu':
      return t('quality.own.cpu');
    case 'microphone_silent':
      return t('quality.own.microphoneSilent');
    case 'microphone_muted':
      return t('quality.own.microphoneMuted');
    case 'microphone_ended':
      return t('quality.own.microphoneEnded');
    case 'two_suppressors':
      return t('quality.own.twoSuppressors');
    case 'relay':
    case 'agent':
    case 'sfu':
    case 'reconnect':
    case 'unexplained':
      return null;
  }
}
