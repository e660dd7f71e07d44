/** Camera or microphone opened for the pre-join page, before there is any room. */
import type { DeviceProblem } from '../rtc/types';
import { type Choice, constraintsFor } from './denoise/policy';
import { deviceProblem } from './device-problem';

export type PreviewResult =
  | { readonly stream: MediaStream; readonly problem: null }
  | { readonly stream: null; readonly problem: DeviceProblem };

/**
 * Opens one device; a remembered one that is gone falls back to the browser's choice.
 *
 * The caller owns the stream and ends it with `stopPreview`.
 */
export async function openPreview(
  device: 'camera' | 'microphone',
  deviceId: string | null,
  noise: Choice = 'browser',
): Promise<PreviewResult> {
  const wish: MediaTrackConstraints = deviceId === null ? {} : { deviceId: { ideal: deviceId } };
  const constraints =
    device === 'camera'
      ? { video: { ...wish, width: { ideal: 1280 }, height: { ideal: 720 } } }
      : { audio: { ...wish, ...constraintsFor(noise) } };
  try {
    return { stream: await navigator.mediaDevices.getUserMedia(constraints), problem: null };
  } catch (error) {
    return { stream: null, problem: deviceProblem(device, error) };
  }
}

export function stopPreview(stream: MediaStream): void {
  for (const track of stream.getTracks()) track.stop();
}
