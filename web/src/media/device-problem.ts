/** Why a camera, microphone or screen could not be opened, from the error that the browser threw. */
import type { DeviceProblem } from '../rtc/types';

/** Names of DOMException as Media Capture and Streams defines them for getUserMedia and getDisplayMedia. */
const CAUSES: Readonly<Record<string, DeviceProblem['cause']>> = {
  NotAllowedError: 'denied',
  SecurityError: 'denied',
  NotFoundError: 'not_found',
  OverconstrainedError: 'not_found',
  NotReadableError: 'in_use',
  AbortError: 'in_use',
  NotSupportedError: 'unsupported',
  TypeError: 'unsupported', // navigator.mediaDevices is missing outside secure contexts
  DeviceUnsupportedError: 'unsupported', // livekit-client, when the browser has no getDisplayMedia
};

export function deviceProblem(device: DeviceProblem['device'], error: unknown): DeviceProblem {
  // By its name alone: a DOMException of another realm is no instance of our Error.
  const name = typeof error === 'object' && error !== null && 'name' in error ? String(error.name) : '';
  return { device, cause: CAUSES[name] ?? 'unknown' };
}
