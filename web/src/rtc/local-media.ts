/**
 * The person's own camera, microphone and screen.
 *
 * Keeps what the person wants apart from what is published, so that coming back after a loss publishes exactly
 * that: no reconnect ever unmutes anyone.
 */
import { type Room, RoomEvent, Track } from 'livekit-client';
import type { Role } from '../gen';
import { deviceProblem } from '../media/device-problem';
import { LocalBackground } from './local-background';
import type { DeviceProblem, JoinChoices, LocalView } from './types';

type Device = DeviceProblem['device'];
type Source = 'audioinput' | 'videoinput' | 'audiooutput';

const SOURCES: Record<'camera' | 'microphone' | 'speaker', Source> = {
  camera: 'videoinput',
  microphone: 'audioinput',
  speaker: 'audiooutput',
};

export class LocalMedia {
  readonly #wanted: { microphone: boolean; camera: boolean };
  readonly #background: LocalBackground;
  #problem: DeviceProblem | null = null;

  constructor(
    private readonly room: Room,
    private readonly role: Role,
    choices: JoinChoices,
    private readonly changed: () => void,
  ) {
    this.#background = new LocalBackground(room);
    const mayPublish = role !== 'viewer';
    this.#wanted = {
      microphone: mayPublish && choices.isMicrophoneOn,
      camera: mayPublish && choices.isCameraOn,
    };
    room.on(RoomEvent.TrackMuted, (publication, participant) => {
      // Whoever muted it, we or the browser: coming back never opens a microphone that was closed.
      if (participant.isLocal && publication.source === Track.Source.Microphone)
        this.#wanted.microphone = false;
    });
  }

  view(): LocalView {
    const local = this.room.localParticipant;
    return {
      role: this.role,
      isMicrophoneOn: local.isMicrophoneEnabled,
      isCameraOn: local.isCameraEnabled,
      isScreenShareOn: local.isScreenShareEnabled,
      deviceProblem: this.#problem,
    };
  }

  /** Publishes what the person wants; a device that does not open becomes a problem, not a failure to join. */
  async publishWanted(): Promise<void> {
    if (this.#wanted.microphone) await this.setMicrophone(true);
    if (this.#wanted.camera) await this.setCamera(true);
  }

  async setMicrophone(on: boolean): Promise<void> {
    this.#wanted.microphone = on && this.role !== 'viewer';
    await this.#switch('microphone', on, () => this.room.localParticipant.setMicrophoneEnabled(on));
  }

  async setCamera(on: boolean): Promise<void> {
    this.#wanted.camera = on && this.role !== 'viewer';
    await this.#switch('camera', on, async () => {
      const options = on ? await this.#background.captureOptions() : undefined;
      await this.room.localParticipant.setCameraEnabled(on, options);
      if (on) await this.#background.follow();
    });
  }

  async setScreenShare(on: boolean): Promise<void> {
    await this.#switch('screen', on, () =>
      this.room.localParticipant.setScreenShareEnabled(on, { audio: true, contentHint: 'detail' }),
    );
  }

  async switchDevice(kind: keyof typeof SOURCES, deviceId: string): Promise<void> {
    const change = () => this.room.switchActiveDevice(SOURCES[kind], deviceId);
    if (kind === 'speaker') await change();
    else await this.#switch(kind, true, change);
  }

  close(): void {
    this.#background.close();
  }

  async #switch(device: Device, on: boolean, change: () => Promise<unknown>): Promise<void> {
    if (this.role === 'viewer') return;
    try {
      await change();
      if (this.#problem?.device === device) this.#problem = null;
    } catch (error) {
      // Turning something off never fails for the device's sake; the connection may be gone, and it is off then.
      if (on) this.#problem = deviceProblem(device, error);
    } finally {
      this.changed();
    }
  }
}
