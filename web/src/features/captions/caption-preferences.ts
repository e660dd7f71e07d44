/** How this person likes captions: shown or not, and how large. Kept in local storage. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

export const CAPTION_SIZES = ['small', 'medium', 'large'] as const;
export type CaptionSize = (typeof CAPTION_SIZES)[number];

interface CaptionPreferences {
  readonly areShown: boolean;
  readonly size: CaptionSize;
  show(areShown: boolean): void;
  resize(size: CaptionSize): void;
}

export const useCaptionPreferences = create<CaptionPreferences>()(
  persist(
    (set) => ({
      areShown: true,
      size: 'medium',
      show: (areShown) => set({ areShown }),
      resize: (size) => set({ size }),
    }),
    { name: 'parley.captions' },
  ),
);
