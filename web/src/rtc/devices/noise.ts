/**
 * Exactly one noise suppressor on the microphone of a call: ours, the browser's, or none for music.
 *
 * The browser decides what it does when a microphone is opened, so every change opens it anew; while it changes
 * there may be none for a moment, never two. Whatever goes wrong, the sound goes on with the browser's.
 */
import { type LocalAudioTrack, type Room, RoomEvent, Track, TrackEvent } from 'livekit-client';
import {
  browserSuppresses,
  type CaptureConstraints,
  type Choice,
  constraintsFor,
  LivekitProcessor,
  type Suppressor,
  type SuppressorInUse,
} from '../../media/denoise';
import { isOursWanted, noisePreferences } from '../../media/noise/preferences';
import { sharedSuppressor } from '../../media/noise/shared-suppressor';
import { type NoiseProblem, noiseStatus } from '../../media/noise/status';

/** A context that the system stopped starts again at once, or somebody else has the sound: then nobody waits longer. */
const SILENT_FOR_MS = 400;

/** Our suppressor, as far as it is at work on what is sent. */
export interface SuppressorAtWork {
  readonly delayMs: number;
  /** Level of what goes into it; null until a first report. */
  readonly sourceDbfs: number | null;
}

interface Asked {
  readonly track: LocalAudioTrack;
  readonly choice: Choice;
  readonly deviceId: string | undefined;
}

export class NoiseControl {
  readonly #stopListening: () => void;
  #suppressor: Suppressor | null = null;
  #unfollow: () => void = () => undefined;
  /** Why ours is not used until the person asks again. */
  #refused: NoiseProblem | null = null;
  #settling: Promise<void> = Promise.resolve();
  /** The device on which it was refused: another may do. */
  #refusedOn: string | undefined;
  #silence: ReturnType<typeof setTimeout> | undefined;
  #isRestarting = false;
  #isClosed = false;
  /** What was asked last, and of which device: what it has refused then is not asked again. */
  #asked: Asked | null = null;
  /** The track whose microphone could not be opened again; unmuting opens it, or the person sees why not. */
  #lost: LocalAudioTrack | null = null;

  /** `microphoneLost` is told why a microphone that was open could not be opened again. */
  constructor(
    private readonly room: Room,
    private readonly microphoneLost: (error: unknown) => void,
  ) {
    this.#stopListening = noisePreferences.subscribe((now, before) => {
      if (now.isOn !== before.isOn || now.isMusic !== before.isMusic) this.#wishChanged();
    });
    room.on(RoomEvent.LocalTrackPublished, (publication) => {
      if (publication.source !== Track.Source.Microphone) return;
      // One that is published again is the same.
      publication.track?.off(TrackEvent.Restarted, this.#restarted).on(TrackEvent.Restarted, this.#restarted);
      this.#opened();
    });
    room.on(RoomEvent.LocalTrackUnpublished, ({ source }) => {
      if (source === Track.Source.Microphone) void this.#settle();
    });
    this.#wishChanged();
  }

  close(): void {
    this.#isClosed = true;
    clearTimeout(this.#silence);
    this.#stopListening();
    this.#unfollow();
    noiseStatus.setState({ inUse: 'none', problem: null, cause: null });
  }

  /** Null while ours is not. */
  get atWork(): SuppressorAtWork | null {
    if (this.#suppressor === null || this.#microphone()?.getProcessor() === undefined) return null;
    const { delayMs, report } = this.#suppressor.getState();
    return { delayMs, sourceDbfs: report?.before.levelDb ?? null };
  }

  #wishChanged(): void {
    this.#tryAgain();
    this.#forgetFailed();
    void this.#settle();
    if (isOursWanted() && this.#suppressor === null) void this.#open();
  }

  /** The call goes on with the browser's meanwhile. */
  async #open(): Promise<void> {
    const suppressor = await sharedSuppressor();
    if (suppressor === null || this.#isClosed || this.#suppressor !== null) return;
    this.#suppressor = suppressor;
    this.#unfollow = suppressor.subscribe(() => this.#follow(suppressor));
    await this.#settle();
  }

  /** Turned off, one that has failed is at its end: turned on again, it is another. */
  #forgetFailed(): void {
    if (isOursWanted() || this.#suppressor?.getState().cause !== 'failed') return;
    clearTimeout(this.#silence);
    this.#unfollow();
    this.#suppressor = null;
  }

  #choice(): Choice {
    if (noisePreferences.getState().isMusic) return 'none';
    return isOursWanted() && this.#suppressor !== null && this.#refused === null ? 'ours' : 'browser';
  }

  readonly #settle = (): Promise<void> => {
    this.#settling = this.#settling.then(() => this.#apply());
    return this.#settling;
  };

  /** Makes the microphone what the choice says. */
  async #apply(): Promise<void> {
    if (this.#isClosed) return;
    const choice = this.#choice();
    this.room.options.audioCaptureDefaults = {
      ...this.room.options.audioCaptureDefaults,
      ...constraintsFor(choice),
    };
    const track = this.#microphone();
    try {
      if (track !== null) await this.#make(track, choice);
    } catch {
      this.#refuse('start');
    }
    this.#publish();
  }

  async #make(track: LocalAudioTrack, choice: Choice): Promise<void> {
    if (track === this.#lost) return;
    if (choice !== 'ours' && track.getProcessor() !== undefined) await track.stopProcessor();
    if (!this.#isAsMade(track, choice) && !(await this.#restart(track, choice))) return;
    if (choice !== 'ours' || this.#suppressor === null) return;
    if (browserSuppresses(track.getSourceTrackSettings())) {
      this.#refuse('double'); // the browser does what it was asked not to: it wins
      return;
    }
    if (track.getProcessor() !== undefined) return;
    await track.setAudioContext(this.#suppressor.context);
    await track.setProcessor(new LivekitProcessor(this.#suppressor));
  }

  /** Whether the microphone is open as the choice says, or as near to it as its device comes. */
  #isAsMade(track: LocalAudioTrack, choice: Choice): boolean {
    const { deviceId } = track.getSourceTrackSettings();
    const last = this.#asked;
    const wasAsked = last?.track === track && last.choice === choice && last.deviceId === deviceId;
    return wasAsked || fits(track, constraintsFor(choice));
  }

  /** False when the track has no microphone any more: it is muted then, and the person is told. */
  async #restart(track: LocalAudioTrack, choice: Choice): Promise<boolean> {
    this.#isRestarting = true;
    try {
      let deviceId: ConstrainDOMString;
      do {
        deviceId = this.#chosenDevice();
        await reopen(track, constraintsFor(choice), deviceId);
      } while (deviceId !== this.#chosenDevice()); // a choice made meanwhile: a restart makes livekit-client forget it
      this.#asked = { track, choice, deviceId: track.getSourceTrackSettings().deviceId };
      return true;
    } catch (error) {
      this.#lost = track;
      this.#asked = null;
      await track.mute();
      this.microphoneLost(error);
      return false;
    } finally {
      this.#isRestarting = false;
    }
  }

  /** What was chosen last, which a muted track has yet to open; livekit-client makes a new object of each choice. */
  #chosenDevice(): ConstrainDOMString {
    return this.room.options.audioCaptureDefaults?.deviceId ?? 'default';
  }

  readonly #restarted = () => {
    if (!this.#isRestarting) this.#opened();
  };

  /** By others than us: perhaps another device, which does what the last one did not. */
  #opened(): void {
    this.#lost = null;
    const isDevices = this.#refused === 'double' || this.#refused === 'start';
    if (isDevices && this.#deviceInUse() !== this.#refusedOn) this.#tryAgain();
    void this.#settle();
  }

  #deviceInUse(): string | undefined {
    return this.#microphone()?.getSourceTrackSettings().deviceId;
  }

  #microphone(): LocalAudioTrack | null {
    return this.room.localParticipant.getTrackPublication(Track.Source.Microphone)?.audioTrack ?? null;
  }

  #follow(suppressor: Suppressor): void {
    this.#forgetFailed();
    this.#publish();
    if (this.#suppressor === null) return;
    const { cause, rung, isSuspended, report } = suppressor.getState();
    if (cause === 'failed' && rung === 'dry' && report !== null) this.#refuse('broken');
    if (isSuspended && this.#microphone()?.getProcessor() !== undefined) {
      clearTimeout(this.#silence);
      this.#silence = setTimeout(() => {
        if (suppressor.getState().isSuspended && this.#refused === null) this.#refuse('silent');
      }, SILENT_FOR_MS);
    }
    if (!isSuspended && this.#refused === 'silent') {
      this.#tryAgain();
      void this.#settle();
    }
  }

  #tryAgain(): void {
    this.#refused = null;
    noiseStatus.setState({ problem: null });
  }

  #refuse(problem: NoiseProblem): void {
    if (this.#refused !== null) return;
    this.#refused = problem;
    this.#refusedOn = this.#deviceInUse();
    noiseStatus.setState({ problem });
    void this.#settle();
  }

  #publish(): void {
    const inUse = this.#inUse();
    const cause = inUse === 'rnnoise' ? (this.#suppressor?.getState().cause ?? null) : null;
    const before = noiseStatus.getState();
    if (before.inUse !== inUse || before.cause !== cause) noiseStatus.setState({ inUse, cause });
  }

  #inUse(): SuppressorInUse {
    const track = this.#microphone();
    if (track === null) return 'none';
    if (track.getProcessor() !== undefined) {
      const rung = this.#suppressor?.getState().rung ?? 'dry';
      return rung === 'dry' ? 'none' : rung;
    }
    return browserSuppresses(track.getSourceTrackSettings()) ? 'browser' : 'none';
  }
}

async function reopen(
  track: LocalAudioTrack,
  wished: CaptureConstraints,
  deviceId: ConstrainDOMString,
): Promise<void> {
  try {
    // livekit-client drops all wishes of a restart that names no device.
    await track.restartTrack({ ...wished, deviceId });
  } catch {
    await track.restartTrack({ ...wished, deviceId: 'default' }); // its own is closed by now: any is better than none
  }
}

/** Whether the microphone is open so; what a browser does not tell it does not do. */
function fits(track: LocalAudioTrack, wished: CaptureConstraints): boolean {
  const settings: Readonly<Record<string, unknown>> = { ...track.getSourceTrackSettings() };
  return Object.entries(wished).every(([name, value]) => (settings[name] ?? value) === value);
}
