/** Microphones as a browser gives them, for tests: each does what it is asked for, or what a test says. */
import { LocalAudioTrack } from 'livekit-client';
import { vi } from 'vitest';
import { stubMedia } from './offline-room';

/** What a device does whatever it is asked for. */
type Settings = Readonly<Record<string, unknown>>;

export class FakeDevices {
  /** What was asked for, in order. */
  readonly asked: MediaTrackConstraints[] = [];
  /** By device. */
  readonly stubborn = new Map<string, Settings>();
  /** Devices that do not open; `default` is one. */
  readonly broken = new Set<string>();
  #waiting: Promise<void> = Promise.resolve();

  constructor() {
    stubMedia();
    const getUserMedia = async ({ audio }: MediaStreamConstraints) => {
      const wishes = typeof audio === 'object' ? audio : {};
      this.asked.push(wishes);
      await this.#waiting;
      const track = this.#open(wishes);
      return { getTracks: () => [track] };
    };
    vi.stubGlobal('navigator', { userAgent: '', mediaDevices: { getUserMedia } });
  }

  /** A track of livekit-client's own, opened with these wishes. */
  track(wishes: MediaTrackConstraints): LocalAudioTrack {
    return new LocalAudioTrack(this.#open(wishes), { ...wishes }, false);
  }

  /** Nothing opens until what it gives is called. */
  hold(): () => void {
    let release: () => void = () => undefined;
    this.#waiting = new Promise((resolve) => {
      release = resolve;
    });
    return () => release();
  }

  #open(wishes: MediaTrackConstraints): MediaStreamTrack {
    const { deviceId: wished, ...others } = wishes;
    const deviceId = nameOf(wished);
    if (this.broken.has(deviceId)) throw new DOMException('busy', 'NotReadableError');
    const settings = { ...others, deviceId, ...this.stubborn.get(deviceId) };
    const sound = Object.assign(new EventTarget(), {
      kind: 'audio',
      id: crypto.randomUUID(),
      enabled: true,
      muted: false,
      readyState: 'live',
      getConstraints: () => wishes,
      getSettings: () => settings,
      stop() {
        this.readyState = 'ended';
      },
    });
    return sound as unknown as MediaStreamTrack; // as much of one as livekit-client asks for
  }
}

/** The device that a wish names. */
export function nameOf(wish: ConstrainDOMString | undefined): string {
  if (typeof wish === 'string') return wish;
  if (wish === undefined || Array.isArray(wish)) return 'default';
  return [wish.exact ?? wish.ideal].flat()[0] ?? 'default';
}
