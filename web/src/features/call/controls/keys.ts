/** The keys of the call, as shown beside each control. */
export const KEYS = {
  microphone: 'M',
  camera: 'V',
  screen: 'S',
  captions: 'C',
  people: 'P',
  transcript: 'T',
} as const;

export type Keys = typeof KEYS;
