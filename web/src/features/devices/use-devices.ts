import { useEffect, useState } from 'react';
import { type Devices, NO_DEVICES, watchDevices } from '../../media/devices';

/** Cameras, microphones and speakers; asks again when `askAgain` changes, since labels appear with permission. */
export function useDevices(askAgain: string): Devices {
  const [devices, setDevices] = useState<Devices>(NO_DEVICES);
  // biome-ignore lint/correctness/useExhaustiveDependencies: a new value of askAgain is the reason to ask
  useEffect(() => watchDevices(setDevices), [askAgain]);
  return devices;
}
