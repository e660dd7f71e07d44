/** Whether single keys act in the call. People who dictate or switch by voice turn them off. Kept in local storage. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

interface KeyPreferences {
  readonly areOn: boolean;
  turn(areOn: boolean): void;
}

export const useKeyPreferences = create<KeyPreferences>()(
  persist((set) => ({ areOn: true, turn: (areOn) => set({ areOn }) }), { name: 'parley.keys' }),
);
