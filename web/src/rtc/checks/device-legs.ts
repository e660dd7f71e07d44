/** The legs that need no network: what the browser is, and whether it hands out camera and microphone. */
import { isBrowserSupported } from 'livekit-client';
import type { LegReason } from '../../gen';
import { openPreview, stopPreview } from '../../media/preview';
import type { DeviceProblem } from '../types';
import { type Finding, failed } from './types';

export function tryBrowser(): Finding {
  if (!window.isSecureContext) return failed('insecure_page');
  const isWhole = isBrowserSupported() && 'mediaDevices' in navigator && 'AudioWorkletNode' in window;
  return isWhole ? { status: 'ok' } : failed('browser_too_old');
}

const REASONS: Readonly<Record<DeviceProblem['cause'], LegReason>> = {
  denied: 'device_denied',
  not_found: 'device_not_found',
  in_use: 'device_in_use',
  unsupported: 'device_broken',
  unknown: 'device_broken',
};

/** Opens the device for a moment. The browser may ask the person, who takes the time it takes. */
export async function tryDevice(device: 'camera' | 'microphone', deviceId: string | null): Promise<Finding> {
  const { stream, problem } = await openPreview(device, deviceId);
  if (stream === null) return failed(REASONS[problem.cause]);
  const isLive = stream.getTracks().every(({ readyState }) => readyState === 'live');
  stopPreview(stream);
  return isLive ? { status: 'ok' } : failed('device_broken');
}
