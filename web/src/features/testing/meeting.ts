/** A meeting for tests of components. */
import type { Meeting } from '../../gen';

/** It runs, has no title, and its AI is on. */
export const MEETING: Meeting = {
  meeting_id: 'Zk3x_9-QabcdefGHJKKL12',
  code: 'abc-defg-hjk',
  title: '',
  state: 'running',
  captions_on: true,
  notes_on: true,
  language: null,
  profanity: 'keep',
  speech_engine: 'auto',
  created_at: '2026-11-23T08:00:00Z',
  started_at: '2026-11-23T08:00:05Z',
  ended_at: null,
};
