/** How the person's own microphone does: looked at each second, told for each bucket. */
import { type LocalAudioTrack, type Room, Track } from 'livekit-client';
import type { Microphone, MicrophoneState } from '../../gen';
import { browserSuppresses } from '../../media/denoise/policy';
import { noiseStatus } from '../../media/noise/status';
import { entries, Growth, tenths } from './statistics';

/** A live microphone in a quiet room is above it. */
const SILENT_DBFS = -60;
/** Digital silence has no level; this stands for it. */
const NOTHING_DBFS = -100;

interface Second {
  readonly durationMs: number;
  readonly energy: number;
  readonly dbfs: number;
}

export class MicrophoneWatch {
  #before: RTCStatsReport | null = null;
  #seconds: Second[] = [];

  constructor(
    private readonly room: Room,
    /** The level ahead of our suppressor; null while it is not at work. */
    private readonly sourceDbfs: () => number | null,
  ) {}

  /** Once a second. */
  look(report: RTCStatsReport | null): void {
    const track = this.#track();
    const before = this.#before;
    this.#before = this.#state(track) === 'live' ? report : null;
    if (track === null || report === null || before === null || this.#before === null) return;
    const source = entries(report, 'media-source', 'audio').find(
      ({ trackIdentifier }) => trackIdentifier === track.mediaStreamTrack.id,
    );
    if (source === undefined) return;
    const grown = Growth.of(source, before);
    const seconds = grown.of('totalSamplesDuration');
    if (seconds <= 0) return;
    const dbfs = this.sourceDbfs() ?? levelOf(grown.of('totalAudioEnergy') / seconds);
    this.#seconds.push({ durationMs: 1000 * seconds, energy: 10 ** (dbfs / 10), dbfs });
  }

  /** What the looks since the last call have shown. */
  take(): Microphone {
    const seconds = this.#seconds;
    this.#seconds = [];
    const track = this.#track();
    const { inUse, problem } = noiseStatus.getState();
    const total = (count: (second: Second) => number) =>
      seconds.reduce((sum, second) => sum + count(second), 0);
    const heardMs = total(({ durationMs }) => durationMs);
    return {
      state: this.#state(track),
      level_dbfs:
        heardMs === 0 ? null : levelOf(total(({ energy, durationMs }) => energy * durationMs) / heardMs),
      silent_ms: tenths(total(({ dbfs, durationMs }) => (dbfs < SILENT_DBFS ? durationMs : 0))),
      suppressor: inUse,
      suppressor_problem: problem,
      is_doubled: (inUse === 'dfn3' || inUse === 'rnnoise') && track !== null && isSuppressedTwice(track),
    };
  }

  /** From a sound to its being there for us, as the browser says; null while nothing is captured. */
  captureMs(): number | null {
    const settings: MediaTrackSettings & { readonly latency?: number } =
      this.#track()?.getSourceTrackSettings() ?? {};
    return settings.latency === undefined ? null : tenths(1000 * settings.latency);
  }

  #track(): LocalAudioTrack | null {
    return this.room.localParticipant.getTrackPublication(Track.Source.Microphone)?.audioTrack ?? null;
  }

  #state(track: LocalAudioTrack | null): MicrophoneState {
    if (track === null || track.isMuted) return 'off';
    if (track.mediaStreamTrack.readyState === 'ended') return 'ended';
    // livekit-client pauses what the system has muted for a while; until then the track itself says so.
    return track.isUpstreamPaused || track.mediaStreamTrack.muted ? 'system_muted' : 'live';
  }
}

const isSuppressedTwice = (track: LocalAudioTrack) => browserSuppresses(track.getSourceTrackSettings());

/** Of mean power, 1 being that of full scale. */
function levelOf(power: number): number {
  return tenths(Math.min(0, Math.max(NOTHING_DBFS, 10 * Math.log10(power))));
}
