/** What the person chose on the pre-join page, remembered for the next meeting. */
import { z } from 'zod';

const zRememberedChoices = z.object({
  name: z.string(),
  isMicrophoneOn: z.boolean(),
  isCameraOn: z.boolean(),
  microphoneId: z.string().nullable(),
  cameraId: z.string().nullable(),
  speakerId: z.string().nullable(),
  /** BCP 47 tag of what the person speaks; null: as the meeting. */
  language: z.string().nullable().default(null),
  /** BCP 47 tag of what they read captions in; null: what is spoken. */
  readingLanguage: z.string().nullable().default(null),
});

export type RememberedChoices = z.infer<typeof zRememberedChoices>;

const KEY = 'parley.choices';

const FIRST_TIME: RememberedChoices = {
  name: '',
  isMicrophoneOn: true,
  isCameraOn: true,
  microphoneId: null,
  cameraId: null,
  speakerId: null,
  language: null,
  readingLanguage: null,
};

export function loadChoices(): RememberedChoices {
  try {
    const parsed = zRememberedChoices.safeParse(JSON.parse(localStorage.getItem(KEY) ?? 'null'));
    return parsed.success ? parsed.data : FIRST_TIME;
  } catch {
    return FIRST_TIME; // storage refused, or not JSON
  }
}

export function saveChoices(change: Partial<RememberedChoices>): RememberedChoices {
  const choices = { ...loadChoices(), ...change };
  try {
    localStorage.setItem(KEY, JSON.stringify(choices));
  } catch {
    // Storage is full or refused: the choices hold for this page only.
  }
  return choices;
}
