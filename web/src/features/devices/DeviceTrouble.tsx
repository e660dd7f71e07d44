import { useTranslation } from 'react-i18next';
import type { DeviceProblem } from '../../rtc/types';
import { Button } from '../../ui/buttons/Button';
import { Notice } from '../../ui/signs/Notice';
import { browserOf, deviceAdvice } from './device-advice';

interface DeviceTroubleProps {
  readonly problem: DeviceProblem;
  /** Camera and microphone were refused alike. */
  readonly isBoth?: boolean;
  readonly onTryAgain?: () => void;
}

/** Trouble with a device, told where the device would be. */
export function DeviceTrouble({ problem, isBoth = false, onTryAgain }: DeviceTroubleProps) {
  const { t } = useTranslation();
  const { what, fix } = deviceAdvice(t, problem, browserOf(navigator.userAgent), window.isSecureContext);
  return (
    <Notice
      tone="warn"
      action={
        onTryAgain === undefined ? undefined : (
          <Button size="small" onPress={onTryAgain}>
            {t('device.tryAgain')}
          </Button>
        )
      }
    >
      <strong>{isBoth && window.isSecureContext ? t('device.bothDenied') : what}</strong> {fix}
    </Notice>
  );
}
