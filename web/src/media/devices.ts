/** Cameras, microphones and speakers of this machine, followed as they come and go. */
export interface Device {
  readonly id: string;
  /** Empty until the person has allowed the browser to use such a device. */
  readonly label: string;
}

export interface Devices {
  readonly cameras: readonly Device[];
  readonly microphones: readonly Device[];
  /** Empty where the browser cannot choose the output. */
  readonly speakers: readonly Device[];
}

export const NO_DEVICES: Devices = { cameras: [], microphones: [], speakers: [] };

/** Tells `listener` the devices now and after each change; returns what ends it. */
export function watchDevices(listener: (devices: Devices) => void): () => void {
  // Outside secure contexts there is no mediaDevices at all, whatever the types say.
  const media = navigator.mediaDevices as MediaDevices | undefined;
  if (media === undefined) return () => undefined;
  let isWatching = true;
  const tell = () =>
    void media.enumerateDevices().then(
      (found) => isWatching && listener(sorted(found)),
      () => isWatching && listener(NO_DEVICES),
    );
  media.addEventListener('devicechange', tell);
  tell();
  return () => {
    isWatching = false;
    media.removeEventListener('devicechange', tell);
  };
}

function sorted(found: readonly MediaDeviceInfo[]): Devices {
  const ofKind = (kind: MediaDeviceKind) =>
    found
      .filter((device) => device.kind === kind && device.deviceId !== '')
      .map((device) => ({ id: device.deviceId, label: device.label }));
  return {
    cameras: ofKind('videoinput'),
    microphones: ofKind('audioinput'),
    speakers: ofKind('audiooutput'),
  };
}
