import type { DeviceProblem } from '../../rtc/types';
import { DeviceTrouble } from '../devices/DeviceTrouble';

interface PreviewTroubleProps {
  readonly camera: DeviceProblem | null;
  readonly microphone: DeviceProblem | null;
  readonly onTryAgain: () => void;
}

/** Trouble with camera and microphone; said once when the browser refused both, since one fix mends both. */
export function PreviewTrouble({ camera, microphone, onTryAgain }: PreviewTroubleProps) {
  if (camera?.cause === 'denied' && microphone?.cause === 'denied') {
    return <DeviceTrouble problem={camera} isBoth onTryAgain={onTryAgain} />;
  }
  return [camera, microphone].map((problem) =>
    problem === null ? null : (
      <DeviceTrouble key={problem.device} problem={problem} onTryAgain={onTryAgain} />
    ),
  );
}
