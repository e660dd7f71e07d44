/** What went wrong with a device and how to mend it in this browser, in words. */
import type { TFunction } from 'i18next';
import type { DeviceProblem } from '../../rtc/types';

export type Browser = 'chromium' | 'firefox' | 'safari';

export interface DeviceAdvice {
  readonly what: string;
  readonly fix: string;
}

/** Good enough to name the right button; everything unknown is treated as Chromium, which most others are. */
export function browserOf(userAgent: string): Browser {
  if (/Firefox|FxiOS/u.test(userAgent)) return 'firefox';
  if (/Safari/u.test(userAgent) && !/Chrome|Chromium|CriOS|Edg|Android/u.test(userAgent)) return 'safari';
  return 'chromium';
}

export function deviceAdvice(
  t: TFunction,
  problem: DeviceProblem,
  browser: Browser,
  isSecure: boolean,
): DeviceAdvice {
  if (!isSecure) return { what: t('device.insecure'), fix: t('device.insecureFix') };
  switch (problem.cause) {
    case 'denied':
      return denied(t, problem.device, browser);
    case 'not_found':
      return problem.device === 'microphone'
        ? { what: t('device.microphoneNotFound'), fix: t('device.notFoundFix') }
        : { what: t('device.cameraNotFound'), fix: t('device.notFoundFix') };
    case 'in_use':
      return problem.device === 'microphone'
        ? { what: t('device.microphoneInUse'), fix: t('device.inUseFix') }
        : { what: t('device.cameraInUse'), fix: t('device.inUseFix') };
    case 'unsupported':
      return { what: t('device.unsupported'), fix: t('device.unsupportedFix') };
    case 'unknown':
      return { what: t('device.unknown'), fix: t('device.unknownFix') };
  }
}

function denied(t: TFunction, device: DeviceProblem['device'], browser: Browser): DeviceAdvice {
  if (device === 'screen') return { what: t('device.screenDenied'), fix: t('device.screenDeniedFix') };
  const what = device === 'camera' ? t('device.cameraDenied') : t('device.microphoneDenied');
  switch (browser) {
    case 'firefox':
      return { what, fix: t('device.deniedFixFirefox') };
    case 'safari':
      return { what, fix: t('device.deniedFixSafari') };
    case 'chromium':
      return { what, fix: t('device.deniedFixChromium') };
  }
}
