/** Whether this machine runs low on battery; says nothing where the browser does not tell. */

/** Below this, and not charging, effects cost too much. */
const LOW = 0.2;

interface Battery extends EventTarget {
  readonly charging: boolean;
  /** 0 to 1. */
  readonly level: number;
}

/** Tells `listener` when it becomes low or is no longer; returns what ends it. */
export function watchBattery(listener: (isLow: boolean) => void): () => void {
  const ending = new AbortController();
  const { getBattery } = navigator as Navigator & { getBattery?: () => Promise<Battery> }; // cast: Chromium only
  void getBattery?.call(navigator).then(
    (battery) => {
      let wasLow = false;
      const tell = () => {
        const isLow = battery.level < LOW && !battery.charging;
        if (isLow !== wasLow && !ending.signal.aborted) listener(isLow);
        wasLow = isLow;
      };
      for (const event of ['levelchange', 'chargingchange'])
        battery.addEventListener(event, tell, { signal: ending.signal });
      tell();
    },
    () => undefined,
  );
  return () => ending.abort();
}
