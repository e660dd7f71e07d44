import { useEffect, useState } from 'react';
import { openPreview, stopPreview } from '../../media/preview';
import type { DeviceProblem } from '../../rtc/types';

export interface Preview {
  readonly stream: MediaStream | null;
  readonly problem: DeviceProblem | null;
  readonly isOpening: boolean;
}

const CLOSED: Preview = { stream: null, problem: null, isOpening: false };

/** The device while it is wanted; given back to the machine when it no longer is. `attempt` changes to try again. */
export function usePreview(
  device: 'camera' | 'microphone',
  isWanted: boolean,
  deviceId: string | null,
  attempt: number,
): Preview {
  const [preview, setPreview] = useState<Preview>(CLOSED);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new attempt is the reason to open again
  useEffect(() => {
    if (!isWanted) {
      setPreview(CLOSED);
      return;
    }
    let isCurrent = true;
    let opened: MediaStream | null = null;
    setPreview({ ...CLOSED, isOpening: true });
    void openPreview(device, deviceId).then((result) => {
      if (!isCurrent) {
        if (result.stream !== null) stopPreview(result.stream);
        return;
      }
      opened = result.stream;
      setPreview({ ...result, isOpening: false });
    });
    return () => {
      isCurrent = false;
      if (opened !== null) stopPreview(opened);
    };
  }, [device, isWanted, deviceId, attempt]);
  return preview;
}
