/** Text streams on LiveKit's transcription topic, parsed into live captions. */
import type { Room } from 'livekit-client';
import { zCaptionAttributes, zTranslationAttributes } from '../../gen';
import type { LiveCaption } from './captions';
import type { LiveTranslation } from './translations';

/** LiveKit's own topic; `Topic.TRANSCRIPTION` of the contracts. */
const TOPIC = 'lk.transcription';

/** Longest caption we read, in whatever language; an utterance is far shorter, so more than this is not speech. */
const MAX_CHARACTERS = 20_000;

interface Receivers {
  readonly caption: (caption: LiveCaption) => void;
  readonly translation: (translation: LiveTranslation) => void;
}

/** Call before the room connects: streams that nobody handles are lost. */
export function readCaptionStreams(room: Room, receive: Receivers): void {
  let arrivals = 0;
  room.registerTextStreamHandler(TOPIC, async (reader, { identity }) => {
    arrivals += 1;
    const arrival = arrivals;
    const text = await reader.readAll().catch(() => null); // cut off by a disconnect: the store has the final
    if (text === null || text.length > MAX_CHARACTERS) return;
    const translation = translationOf(reader.info.attributes, text, identity);
    if (translation !== null) return receive.translation(translation);
    const caption = captionOf(reader.info.attributes, text, identity, arrival);
    if (caption !== null) receive.caption(caption);
  });
}

/** The translation that a stream carries; null if it is none. */
export function translationOf(
  attributes: Record<string, string> | undefined,
  text: string,
  sender: string,
): LiveTranslation | null {
  const parsed = zTranslationAttributes.safeParse(attributes);
  if (!parsed.success) return null;
  const { language, is_draft: isDraft, pivot } = parsed.data;
  return {
    sender,
    segmentId: parsed.data['lk.segment_id'],
    translation: {
      ...{ language, text, isDraft: isDraft === 'true', pivot: pivot === '' ? null : pivot },
      isFinal: parsed.data['lk.transcription_final'] === 'true',
    },
  };
}

/** The caption that a stream carries; null if its attributes are not ours. */
export function captionOf(
  attributes: Record<string, string> | undefined,
  text: string,
  sender: string,
  arrival: number,
): LiveCaption | null {
  if (attributes?.['translated'] !== undefined) return null; // else a translation would pass for what was said
  const parsed = zCaptionAttributes.safeParse(attributes);
  if (!parsed.success) return null;
  const isFinal = parsed.data['lk.transcription_final'] === 'true';
  return {
    segmentId: parsed.data['lk.segment_id'],
    speaker: parsed.data.speaker,
    text,
    firmCharacters: isFinal ? text.length : Math.min(text.length, Number(parsed.data.firm_characters)),
    isFinal,
    language: parsed.data.language,
    startMs: Number(parsed.data.start_ms),
    endMs: Number(parsed.data.end_ms),
    sender,
    arrival,
  };
}
