import { useEffect, useState, useSyncExternalStore } from 'react';
import type { Suppressor, SuppressorState } from '../../media/denoise';
import { browserSuppresses } from '../../media/denoise/policy';
import { sharedSuppressor } from '../../media/noise/shared-suppressor';
import { type NoiseProblem, noiseStatus } from '../../media/noise/status';
import { openPreview, stopPreview } from '../../media/preview';

/** The page's suppressor while it is wanted; null until it is there, or for good: `noiseStatus` says why. */
export function useSuppressor(isWanted: boolean): Suppressor | null {
  const [suppressor, setSuppressor] = useState<Suppressor | null>(null);
  useEffect(() => {
    if (!isWanted) {
      setSuppressor(null);
      return;
    }
    let isCurrent = true;
    void sharedSuppressor().then((opened) => {
      if (isCurrent) setSuppressor(opened);
    });
    return () => {
      isCurrent = false;
    };
  }, [isWanted]);
  return suppressor;
}

const nothing = () => () => undefined;
const noState = () => null;

export function useSuppressorState(suppressor: Suppressor | null): SuppressorState | null {
  return useSyncExternalStore<SuppressorState | null>(
    suppressor === null ? nothing : (changed) => suppressor.subscribe(changed),
    suppressor === null ? noState : () => suppressor.getState(),
  );
}

/** Opens the microphone for the suppressor alone, where no call does: to see and hear what it does. */
export function useOwnSound(suppressor: Suppressor | null, microphoneId: string | null): void {
  useEffect(() => {
    if (suppressor === null) return;
    let end: (() => void) | null = null;
    let isCurrent = true;
    void openPreview('microphone', microphoneId, 'ours').then(async ({ stream }) => {
      if (stream === null) return;
      const cleaned = isCurrent ? await attached(suppressor, stream) : null;
      const isRefused = typeof cleaned === 'string' && isCurrent;
      if (isRefused) noiseStatus.setState({ problem: cleaned });
      end = () => {
        if (isRefused) noiseStatus.setState({ problem: null });
        if (cleaned !== null && typeof cleaned !== 'string') suppressor.detach(cleaned);
        stopPreview(stream);
      };
      if (!isCurrent) end();
    });
    return () => {
      isCurrent = false;
      end?.();
    };
  }, [suppressor, microphoneId]);
}

/** The cleaned track, or why there is none; as in a call, the browser's own suppression goes before ours. */
async function attached(
  suppressor: Suppressor,
  stream: MediaStream,
): Promise<MediaStreamTrack | NoiseProblem> {
  const [source] = stream.getAudioTracks();
  if (source === undefined) return 'start';
  if (browserSuppresses(source.getSettings())) return 'double';
  return suppressor.attach(source).catch((): NoiseProblem => 'start');
}
