import { describe, expect, it } from 'vitest';
import { aiOf } from './room-metadata';

const metadata = {
  type: 'parley.room',
  meeting_id: 'm',
  agent_identity: 'agent-1',
  ai_state: 'live',
  captions_on: true,
  notes_on: false,
  changed_by: 'Ada',
  language: 'de',
  profanity: 'mask',
  speech_engine: 'local',
  live_engine: 'whisper-tiny.en',
  is_fallback: true,
  is_behind: true,
};

describe('room metadata', () => {
  it('says what the AI does and who the agent is', () => {
    expect(aiOf(JSON.stringify(metadata))).toEqual({
      state: 'live',
      captionsOn: true,
      notesOn: false,
      changedBy: 'Ada',
      agentIdentity: 'agent-1',
      language: 'de',
      profanity: 'mask',
      speechEngine: 'local',
      liveEngine: 'whisper-tiny.en',
      isFallback: true,
      isBehind: true,
    });
  });

  it.each([undefined, '', 'not json', '{}', JSON.stringify({ ...metadata, type: 'other' })])(
    'names no agent when it is not ours: %s',
    (text) => {
      expect(aiOf(text)).toMatchObject({ state: 'unavailable', agentIdentity: null });
    },
  );
});
