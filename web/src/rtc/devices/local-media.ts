/**
 * The person's own camera, microphone and screen.
 *
 * Keeps what the person wants apart from what is published, so that coming back after a loss publishes exactly
 * that: no reconnect ever unmutes anyone.
 */
import { ConnectionState, type LocalTrack, type Room, RoomEvent, Track } from 'livekit-client';
import type { Role } from '../../gen';
import { deviceProblem } from '../../media/device-problem';
import type { DeviceProblem, JoinChoices, LocalView } from '../types';
import { KeptTracks } from './kept-tracks';
import { LocalBackground } from './local-background';

type Device = DeviceProblem['device'];
type Source = 'audioinput' | 'videoinput' | 'audiooutput';

const SOURCES: Record<'camera' | 'microphone' | 'speaker', Source> = {
  camera: 'videoinput',
  microphone: 'audioinput',
  speaker: 'audiooutput',
};

const NOT_CAMERA = [
  Track.Source.Microphone,
  Track.Source.ScreenShare,
  Track.Source.ScreenShareAudio,
] as const;
const SCREEN = [Track.Source.ScreenShare, Track.Source.ScreenShareAudio] as const;

export class LocalMedia {
  readonly #wanted: { microphone: boolean; camera: boolean };
  readonly #background: LocalBackground;
  readonly #kept: KeptTracks;
  #isPublishing = false;
  #problem: DeviceProblem | null = null;

  constructor(
    private readonly room: Room,
    private readonly role: Role,
    choices: JoinChoices,
    private readonly changed: () => void,
  ) {
    this.#kept = new KeptTracks(room);
    this.#background = new LocalBackground({
      track: () => this.#cameraTrack(),
      forget: async () => {
        const track = this.#cameraTrack();
        if (track !== null) await room.localParticipant.unpublishTrack(track);
        this.#kept.stop(Track.Source.Camera);
      },
      lost: async (error) => {
        await this.#kept.mute(Track.Source.Camera);
        this.#refused(deviceProblem('camera', error));
        this.changed();
      },
    });
    const mayPublish = role !== 'viewer';
    this.#wanted = {
      microphone: mayPublish && choices.isMicrophoneOn,
      camera: mayPublish && choices.isCameraOn,
    };
    // What was published counts no more then, and what the person wants does.
    room.on(RoomEvent.Disconnected, () => changed());
    room.on(RoomEvent.TrackMuted, (publication, participant) => {
      if (!participant.isLocal) return;
      // Whoever muted it, we or the browser: coming back never opens a device that was closed.
      if (publication.source === Track.Source.Microphone) this.#wanted.microphone = false;
      if (publication.source === Track.Source.Camera) this.#wanted.camera = false;
    });
  }

  view(): LocalView {
    const local = this.room.localParticipant;
    // While nothing can be published, what is going to be; LiveKit's own new session publishes anew what was.
    const isComing = this.#isAway() || this.#isPublishing || this.room.state === ConnectionState.Reconnecting;
    return {
      role: this.role,
      isMicrophoneOn: local.isMicrophoneEnabled || (isComing && this.#wanted.microphone),
      isCameraOn: local.isCameraEnabled || (isComing && this.#wanted.camera),
      isScreenShareOn:
        local.isScreenShareEnabled || (isComing && this.#kept.isOpen(Track.Source.ScreenShare)),
      deviceProblem: this.#problem,
    };
  }

  /** Publishes what the person wants; a device that does not open becomes a problem, not a failure to join. */
  async publishWanted(): Promise<void> {
    this.#isPublishing = true;
    try {
      await this.#kept.publish(NOT_CAMERA);
      await this.setMicrophone(this.#wanted.microphone); // the person may have muted it meanwhile
      await this.#background.follow(); // what was chosen while nothing was published; nobody's voice waits for it
      await this.#kept.publish([Track.Source.Camera]);
      await this.setCamera(this.#wanted.camera);
    } finally {
      this.#isPublishing = false;
      this.changed();
    }
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#wanted.microphone = on && this.role !== 'viewer';
    if (this.#isAway()) return this.#later(Track.Source.Microphone, on);
    if (!on) await this.#kept.mute(Track.Source.Microphone);
    await this.#switch('microphone', on, () => this.room.localParticipant.setMicrophoneEnabled(on));
  }

  async setCamera(on: boolean): Promise<void> {
    this.#wanted.camera = on && this.role !== 'viewer';
    if (this.#isAway()) return this.#later(Track.Source.Camera, on);
    if (!on) await this.#kept.mute(Track.Source.Camera);
    const local = this.room.localParticipant;
    await this.#switch('camera', on, () =>
      on
        ? this.#background.opened((options) => local.setCameraEnabled(true, options))
        : local.setCameraEnabled(false),
    );
  }

  async setScreenShare(on: boolean): Promise<void> {
    if (!on) for (const source of SCREEN) this.#kept.stop(source);
    if (!on && this.#isAway()) return this.changed();
    await this.#switch('screen', on, () =>
      this.room.localParticipant.setScreenShareEnabled(on, { audio: true, contentHint: 'detail' }),
    );
  }

  async switchDevice(kind: keyof typeof SOURCES, deviceId: string): Promise<void> {
    const change = () => this.room.switchActiveDevice(SOURCES[kind], deviceId);
    if (kind === 'speaker') return void (await change());
    const source = kind === 'camera' ? Track.Source.Camera : Track.Source.Microphone;
    await this.#switch(kind, true, () =>
      change().catch(async (error: unknown) => {
        await this.#kept.mute(source); // livekit-client has closed the one before, and shows it as open
        throw error;
      }),
    );
    // What is kept for the next session is of the device before: the next one opens the one chosen now.
    if (this.#isAway()) this.#kept.stop(source);
  }

  /** It was open, and could not be opened anew; the track is muted by now. */
  microphoneLost(error: unknown): void {
    this.#problem = deviceProblem('microphone', error);
    this.changed();
  }

  /** Closes every device: the call is over, for now or for good. */
  release(): void {
    this.#kept.stop();
    this.changed();
  }

  close(): void {
    this.#background.close();
    this.#kept.stop();
  }

  /** Without a session there is nothing to switch: the next one begins as the person wants it. */
  #later(source: Track.Source, on: boolean): void {
    if (!on) this.#kept.stop(source);
    this.changed();
  }

  #cameraTrack(): LocalTrack | null {
    const publication = this.room.localParticipant.getTrackPublication(Track.Source.Camera);
    return publication?.track ?? this.#kept.track(Track.Source.Camera);
  }

  #isAway(): boolean {
    const { state } = this.room;
    return state === ConnectionState.Disconnected || state === ConnectionState.Connecting;
  }

  async #switch(device: Device, on: boolean, change: () => Promise<unknown>): Promise<void> {
    if (this.role === 'viewer') return;
    try {
      await change();
      if (this.#problem?.device === device) this.#problem = null;
    } catch (error) {
      // Turning something off never fails for the device's sake; the connection may be gone, and it is off then.
      if (on) this.#refused(deviceProblem(device, error));
    } finally {
      this.changed();
    }
  }

  /** A device that said no is off, as it is shown: coming back must not find it free and open it by itself. */
  #refused(problem: DeviceProblem): void {
    this.#problem = problem;
    if (problem.device !== 'screen' && problem.cause !== 'unknown') this.#wanted[problem.device] = false;
  }
}
