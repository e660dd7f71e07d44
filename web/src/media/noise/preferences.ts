/** What the person wants done about noise, remembered. */
import { persist } from 'zustand/middleware';
import { createStore } from 'zustand/vanilla';

export const STRENGTHS = ['gentle', 'strong', 'all'] as const;
export type Strength = (typeof STRENGTHS)[number];

/** At most so many dB are taken away; 100 is no limit. Gentle keeps enough of a room to sound like one. */
export const STRENGTH_DB: Readonly<Record<Strength, number>> = { gentle: 12, strong: 24, all: 100 };

export interface NoisePreferences {
  /** Ours instead of the browser's. */
  readonly isOn: boolean;
  readonly strength: Strength;
  /** No suppressor at all: music is noise to every one of them. */
  readonly isMusic: boolean;
}

const FIRST_TIME: NoisePreferences = { isOn: false, strength: 'all', isMusic: false };

export const noisePreferences = createStore<NoisePreferences>()(
  persist(() => FIRST_TIME, {
    name: 'parley.noise',
    // What lies in storage may be of another version, or anybody's.
    merge: (stored, first) => ({ ...first, ...known(stored) }),
  }),
);

/** Whether ours is to be at work. */
export function isOursWanted({ isOn, isMusic }: NoisePreferences = noisePreferences.getState()): boolean {
  return isOn && !isMusic;
}

function known(stored: unknown): Partial<NoisePreferences> {
  const found = typeof stored === 'object' && stored !== null ? (stored as Record<string, unknown>) : {};
  const strength = STRENGTHS.find((strength) => strength === found['strength']);
  return {
    ...(typeof found['isOn'] === 'boolean' ? { isOn: found['isOn'] } : {}),
    ...(typeof found['isMusic'] === 'boolean' ? { isMusic: found['isMusic'] } : {}),
    ...(strength === undefined ? {} : { strength }),
  };
}
