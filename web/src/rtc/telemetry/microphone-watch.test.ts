import type { Room } from 'livekit-client';
import { afterEach, describe, expect, it } from 'vitest';
import { noiseStatus } from '../../media/noise/status';
import { MicrophoneWatch } from './microphone-watch';

const LIVE = {
  isMuted: false,
  isUpstreamPaused: false,
  mediaStreamTrack: { id: 'mic', readyState: 'live', muted: false },
  getSourceTrackSettings: () => ({ noiseSuppression: false, latency: 0.01 }),
};

/** A room whose microphone is as said; null: none is published. */
function watch(track: object | null, sourceDbfs: number | null = null) {
  const publication = track === null ? undefined : { audioTrack: track };
  const room = { localParticipant: { getTrackPublication: () => publication } } as unknown as Room;
  return new MicrophoneWatch(room, () => sourceDbfs);
}

/** So much energy so far, after so many seconds. */
const heard = (totalAudioEnergy: number, totalSamplesDuration: number): RTCStatsReport => {
  const source = { id: 'S', type: 'media-source', kind: 'audio', trackIdentifier: 'mic', timestamp: 0 };
  return new Map([['S', { ...source, totalAudioEnergy, totalSamplesDuration } as RTCStats]]);
};

afterEach(() => noiseStatus.setState({ inUse: 'none', problem: null }));

describe('the microphone', () => {
  it('has the level of what was heard, and how long there was nothing', () => {
    const microphone = watch(LIVE);
    for (const [energy, seconds] of [
      [0, 1],
      [0.02, 2],
      [0.02, 3],
      [0.02, 4],
    ] as const)
      microphone.look(heard(energy, seconds));
    expect(microphone.take()).toMatchObject({ state: 'live', level_dbfs: -21.8, silent_ms: 2000 });
    expect(microphone.take()).toMatchObject({ level_dbfs: null, silent_ms: 0 });
  });

  it('is heard ahead of our suppressor, which may leave nothing of a quiet room', () => {
    const microphone = watch(LIVE, -52);
    microphone.look(heard(0, 1));
    microphone.look(heard(0, 2));
    expect(microphone.take()).toMatchObject({ level_dbfs: -52, silent_ms: 0 });
  });

  it.each([
    ['off', null],
    ['off', { ...LIVE, isMuted: true }],
    ['system_muted', { ...LIVE, isUpstreamPaused: true }],
    ['system_muted', { ...LIVE, mediaStreamTrack: { ...LIVE.mediaStreamTrack, muted: true } }],
    ['ended', { ...LIVE, mediaStreamTrack: { ...LIVE.mediaStreamTrack, readyState: 'ended' } }],
  ])('is %s, and then nothing is missed of it', (state, track) => {
    const microphone = watch(track);
    microphone.look(heard(0, 1));
    microphone.look(heard(0, 2));
    expect(microphone.take()).toMatchObject({ state, level_dbfs: null, silent_ms: 0 });
  });

  it('is suppressed twice when the browser does what ours does', () => {
    const both = { ...LIVE, getSourceTrackSettings: () => ({ noiseSuppression: true }) };
    expect(watch(both).take().is_doubled).toBe(false);
    noiseStatus.setState({ inUse: 'dfn3', problem: 'double' });
    expect(watch(both).take()).toMatchObject({
      suppressor: 'dfn3',
      suppressor_problem: 'double',
      is_doubled: true,
    });
    expect(watch(LIVE).take().is_doubled).toBe(false);
  });
});
