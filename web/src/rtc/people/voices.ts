import { sharedList } from '../sharing';
import type { ParticipantView } from '../types';

/** The same people, nobody speaking: whoever spoke when the connection went would seem to speak until it is back. */
export function withoutVoices(people: readonly ParticipantView[]): readonly ParticipantView[] {
  return sharedList(
    people,
    people.map((person) => (person.isSpeaking ? { ...person, isSpeaking: false } : person)),
  );
}
