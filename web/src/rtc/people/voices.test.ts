import { expect, it } from 'vitest';
import type { ParticipantView } from '../types';
import { withoutVoices } from './voices';

const person = (identity: string, isSpeaking: boolean): ParticipantView => ({
  identity,
  name: identity,
  kind: 'person',
  role: 'participant',
  isLocal: false,
  joinedAtMs: 0,
  isSpeaking,
  isMicrophoneOn: true,
  camera: null,
  screenShare: null,
  linkQuality: 'good',
  language: null,
  readingLanguage: null,
});

it('silences whoever spoke and leaves the rest as they are', () => {
  const [ada, ben] = [person('ada', true), person('ben', false)];
  const [silenced, same] = withoutVoices([ada, ben]);
  expect(silenced).toEqual({ ...ada, isSpeaking: false });
  expect(same).toBe(ben);
});

it('is the same list when nobody spoke, so that nothing is drawn anew', () => {
  const people = [person('ada', false)];
  expect(withoutVoices(people)).toBe(people);
});
