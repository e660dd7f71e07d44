import type { Role } from '../../../gen';
import { useKeyPreferences } from '../../settings/key-preferences';
import type { Switches } from './ControlBar';
import { KEYS, type Keys } from './keys';
import { useShortcuts } from './use-shortcuts';

/** The call's single keys, acting; null while the person has turned them off. */
export function useCallKeys(switches: Switches, role: Role): Keys | null {
  const { areOn } = useKeyPreferences();
  useShortcuts(
    {
      [KEYS.captions]: switches.toggleCaptions,
      [KEYS.people]: () => switches.togglePanel('people'),
      [KEYS.transcript]: () => switches.togglePanel('transcript'),
      ...(role === 'viewer'
        ? {}
        : {
            [KEYS.microphone]: switches.microphone[1],
            [KEYS.camera]: switches.camera[1],
            [KEYS.screen]: switches.screen[1],
          }),
    },
    areOn,
  );
  return areOn ? KEYS : null;
}
