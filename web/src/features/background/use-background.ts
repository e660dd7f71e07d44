import { useEffect, useState } from 'react';
import { useStore } from 'zustand';
import { type BackgroundState, background, makeBackground } from '../../media/background-choice';

export function useBackground(): BackgroundState {
  return useStore(background);
}

/**
 * The camera as others will see it. While an effect is on, only what the effect gave is ever returned: null until
 * its first frame.
 */
export function useBackgroundOn(camera: MediaStream | null): MediaStream | null {
  const { choice, generation } = useBackground();
  const isOn = choice.kind !== 'none';
  const [shown, setShown] = useState<{ readonly of: MediaStream; readonly stream: MediaStream } | null>(null);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new generation is the reason to make another
  useEffect(() => {
    const [track] = camera?.getVideoTracks() ?? [];
    if (camera === null || track === undefined || !isOn) return;
    const processing = (async () => {
      const processor = await makeBackground();
      try {
        await processor.init({ track });
      } catch (error) {
        await processor.destroy();
        throw error;
      }
      return processor;
    })();
    let isCurrent = true;
    processing.then(
      ({ processedTrack }) =>
        isCurrent && setShown({ of: camera, stream: new MediaStream([processedTrack]) }),
      () => undefined, // told where the choice is made
    );
    return () => {
      isCurrent = false;
      setShown(null);
      void processing.then((processor) => processor.destroy()).catch(() => undefined);
    };
  }, [camera, isOn, generation]);
  if (!isOn) return camera;
  return shown?.of === camera ? shown.stream : null;
}
