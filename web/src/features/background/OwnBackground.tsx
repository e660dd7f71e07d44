/** The background's settings within the person's own, in the call. Loaded when they open. */
import { lazy, Suspense } from 'react';
import type { Call } from '../../rtc/types';
import { Spinner } from '../../ui/signs/Spinner';
import { TrackVideo } from '../call/stage/TrackVideo';
import { useCallSnapshot } from '../call/use-call';

const BackgroundSettings = lazy(async () => ({
  default: (await import('./BackgroundSettings')).BackgroundSettings,
}));

interface OwnBackgroundProps {
  readonly call: Call;
}

export function OwnBackground({ call }: OwnBackgroundProps) {
  const { participants } = useCallSnapshot(call);
  const camera = participants.find(({ isLocal }) => isLocal)?.camera ?? null;
  const isOn = camera !== null && !camera.isMuted;
  return (
    <Suspense fallback={<Spinner />}>
      <BackgroundSettings preview={isOn ? <TrackVideo view={camera} fit="cover" isMirrored /> : null} />
    </Suspense>
  );
}
