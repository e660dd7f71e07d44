/** Text streams on LiveKit's transcription topic, parsed into live captions. */
import type { Room } from 'livekit-client';
import { zCaptionAttributes } from '../gen';
import type { LiveCaption } from './captions';

/** LiveKit's own topic; `Topic.TRANSCRIPTION` of the contracts. */
const TOPIC = 'lk.transcription';

/** Longest caption we read; an utterance is far shorter, so more than this is not speech. */
const MAX_CHARACTERS = 10_000;

/** Call before the room connects: streams that nobody handles are lost. */
export function readCaptionStreams(room: Room, receive: (caption: LiveCaption) => void): void {
  let arrivals = 0;
  room.registerTextStreamHandler(TOPIC, async (reader, { identity }) => {
    arrivals += 1;
    const arrival = arrivals;
    const text = await reader.readAll().catch(() => null); // cut off by a disconnect: the store has the final
    if (text === null || text.length > MAX_CHARACTERS) return;
    const caption = captionOf(reader.info.attributes, text, identity, arrival);
    if (caption !== null) receive(caption);
  });
}

/** The caption that a stream carries; null if its attributes are not ours. */
export function captionOf(
  attributes: Record<string, string> | undefined,
  text: string,
  sender: string,
  arrival: number,
): LiveCaption | null {
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
