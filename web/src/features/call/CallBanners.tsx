/** What went wrong, said over the stage while it lasts: connection, sound, devices. */
import { Volume2 } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import type { Call, CallSnapshot, DeviceProblem } from '../../rtc/types';
import { Button } from '../../ui/buttons/Button';
import { Spinner } from '../../ui/signs/Spinner';
import { DeviceTrouble } from '../devices/DeviceTrouble';
import styles from './CallBanners.module.css';
import { useConnectionWords } from './use-connection-words';

interface CallBannersProps {
  readonly call: Call;
  readonly state: Pick<CallSnapshot, 'connection' | 'trouble' | 'needsGestureForSound'>;
  readonly deviceProblem: DeviceProblem | null;
}

export function CallBanners({ call, state, deviceProblem }: CallBannersProps) {
  const { t } = useTranslation();
  const isUnderWay = state.connection !== 'connected';
  const words = useConnectionWords(state);
  return (
    <>
      <div role="status" className={styles['status']} data-shown={isUnderWay || undefined}>
        {isUnderWay ? (
          <>
            <Spinner />
            {words}
          </>
        ) : null}
      </div>
      {state.needsGestureForSound ? (
        <Button
          variant="primary"
          icon={<Volume2 aria-hidden="true" />}
          onPress={() => void call.startSound()}
        >
          {t('call.turnSoundOn')}
        </Button>
      ) : null}
      {deviceProblem === null || isCancelledShare(deviceProblem) ? null : (
        <div className={styles['trouble']}>
          <DeviceTrouble problem={deviceProblem} onTryAgain={() => void tryAgain(call, deviceProblem)} />
        </div>
      )}
    </>
  );
}

/** Closing the browser's own chooser is an answer, not a trouble. */
function isCancelledShare(problem: DeviceProblem): boolean {
  return problem.device === 'screen' && problem.cause === 'denied';
}

function tryAgain(call: Call, problem: DeviceProblem): Promise<void> {
  switch (problem.device) {
    case 'camera':
      return call.setCamera(true);
    case 'microphone':
      return call.setMicrophone(true);
    case 'screen':
      return call.setScreenShare(true);
  }
}
