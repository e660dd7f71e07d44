/** The room's metadata, which only servers write: who the agent is and what the AI does. */
import { zRoomMetadata } from '../gen';
import type { AiView } from './types';

/** Shown until the room has told us. */
export const AI_UNKNOWN: AiView = {
  state: 'starting',
  captionsOn: false,
  notesOn: false,
  changedBy: '',
  agentIdentity: null,
  language: null,
  profanity: 'keep',
  speechEngine: 'auto',
  liveEngine: null,
  isFallback: false,
  isBehind: false,
};

/** What the metadata says; metadata that is not ours means that there is no AI in this room. */
export function aiOf(metadata: string | undefined): AiView {
  const parsed = zRoomMetadata.safeParse(jsonOf(metadata));
  if (!parsed.success) return { ...AI_UNKNOWN, state: 'unavailable' };
  return {
    state: parsed.data.ai_state,
    captionsOn: parsed.data.captions_on,
    notesOn: parsed.data.notes_on,
    changedBy: parsed.data.changed_by,
    agentIdentity: parsed.data.agent_identity,
    language: parsed.data.language,
    profanity: parsed.data.profanity,
    speechEngine: parsed.data.speech_engine,
    liveEngine: parsed.data.live_engine,
    isFallback: parsed.data.is_fallback,
    isBehind: parsed.data.is_behind,
  };
}

function jsonOf(text: string | undefined): unknown {
  try {
    return JSON.parse(text ?? '');
  } catch {
    return null;
  }
}
