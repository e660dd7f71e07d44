/** How this person likes captions: shown or not, and how they look. Kept in this browser, for every meeting. */
import { create } from 'zustand';
import { persist } from 'zustand/middleware';

/** Each choice of a look, the usual one first where it is not the middle of a scale. */
export const CAPTION_LOOKS = {
  size: ['small', 'medium', 'large', 'largest'],
  contrast: ['normal', 'high'],
  position: ['bottom', 'top'],
  background: ['none', 'soft', 'solid'],
  font: ['inter', 'atkinson'],
} as const;

export type CaptionLook = {
  readonly [Part in keyof typeof CAPTION_LOOKS]: (typeof CAPTION_LOOKS)[Part][number];
};
export type CaptionSize = CaptionLook['size'];

export const USUAL_LOOK: CaptionLook = {
  size: 'medium',
  contrast: 'normal',
  position: 'bottom',
  background: 'soft',
  font: 'inter',
};

interface CaptionPreferences {
  readonly areShown: boolean;
  readonly look: CaptionLook;
  show(areShown: boolean): void;
  /** Changes some parts of the look and leaves the rest. */
  restyle(change: Partial<CaptionLook>): void;
}

export const useCaptionPreferences = create<CaptionPreferences>()(
  persist(
    (set) => ({
      areShown: true,
      look: USUAL_LOOK,
      show: (areShown) => set({ areShown }),
      restyle: (change) => set(({ look }) => ({ look: { ...look, ...change } })),
    }),
    {
      name: 'parley.captions',
      merge: (stored, usual) => ({ ...usual, ...remembered(stored) }),
    },
  ),
);

/** What storage holds, as far as it is one of our choices; the usual for the rest. */
function remembered(stored: unknown): Pick<CaptionPreferences, 'areShown' | 'look'> {
  const from = recordOf(stored);
  const look = recordOf(from['look']);
  const chosen = <Choice extends string>(choices: readonly Choice[], wish: unknown, usual: Choice): Choice =>
    choices.find((choice) => choice === wish) ?? usual;
  return {
    areShown: from['areShown'] !== false,
    look: {
      size: chosen(CAPTION_LOOKS.size, look['size'], USUAL_LOOK.size),
      contrast: chosen(CAPTION_LOOKS.contrast, look['contrast'], USUAL_LOOK.contrast),
      position: chosen(CAPTION_LOOKS.position, look['position'], USUAL_LOOK.position),
      background: chosen(CAPTION_LOOKS.background, look['background'], USUAL_LOOK.background),
      font: chosen(CAPTION_LOOKS.font, look['font'], USUAL_LOOK.font),
    },
  };
}

function recordOf(value: unknown): Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null ? { ...value } : {};
}
