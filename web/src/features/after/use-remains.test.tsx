import { QueryClient, QueryClientProvider } from '@tanstack/react-query';
import { act, renderHook } from '@testing-library/react';
import type { ReactNode } from 'react';
import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { saveSession } from '../../api/session';
import type { Meeting, MeetingNotes, MeetingState, NotesState, Segment } from '../../gen';
import { useRemains } from './use-remains';

const ID = 'Zk3x_9-QabcdefGHJKKL12';

/** A backend of one meeting, which a test moves on. */
class Backend {
  state: MeetingState = 'ended';
  notes: NotesState = 'pending';
  readonly said: Segment[] = [];
  isAway = false;
  asked = 0;

  say(text: string): void {
    const start_ms = 1000 * this.said.length;
    const [segment_id, end_ms] = [`seg-${this.said.length}`, start_ms + 900];
    this.said.push({
      segment_id,
      speaker: 'p-1',
      speaker_name: 'Maria',
      language: 'en',
      start_ms,
      end_ms,
      text,
    });
  }

  readonly answer = async (input: unknown): Promise<Response> => {
    this.asked += 1;
    if (this.isAway) throw new TypeError('no connection');
    const path = String(input);
    if (path.endsWith('/transcript')) {
      return Response.json({
        meeting_id: ID,
        is_ai_generated: true,
        segments: this.said,
        translations: [],
        gaps: [],
        now_ms: 60_000,
      });
    }
    return Response.json(path.endsWith('/notes') ? this.#notes() : this.#meeting());
  };

  #meeting(): Meeting {
    const times = { created_at: '2026-11-23T08:00:00Z', started_at: '2026-11-23T08:00:05Z' };
    const ended_at = this.state === 'ended' ? '2026-11-23T08:10:00Z' : null;
    const about = { meeting_id: ID, code: 'abc-defg-hjk', title: '', state: this.state };
    const wishes = { language: null, profanity: 'keep', speech_engine: 'auto' } as const;
    return { ...about, ...times, ended_at, captions_on: true, notes_on: true, ...wishes };
  }

  #notes(): MeetingNotes {
    const notes =
      this.notes === 'ready' ? { method: 'extractive', chapters: [], decisions: [], action_items: [] } : null;
    return { meeting_id: ID, state: this.notes, is_ai_generated: true, generated_at: null, notes };
  }
}

let backend: Backend;

beforeEach(() => {
  vi.useFakeTimers();
  backend = new Backend();
  vi.spyOn(globalThis, 'fetch').mockImplementation(backend.answer);
  saveSession(ID, { hostKey: 'hk_1' });
});
afterEach(() => {
  vi.useRealTimers();
  localStorage.clear();
});

async function open() {
  const client = new QueryClient();
  const wrapper = ({ children }: { children: ReactNode }) => (
    <QueryClientProvider client={client}>{children}</QueryClientProvider>
  );
  const { result } = renderHook(() => useRemains(ID), { wrapper });
  await pass(100);
  const words = () => result.current.transcript.data?.segments.map((segment) => segment.text);
  return { result, words };
}

const pass = (ms: number) => act(() => vi.advanceTimersByTimeAsync(ms));

test('a final that is stored after the end of the meeting appears', async () => {
  backend.say('We meet on Friday.');
  const { words } = await open();
  expect(words()).toEqual(['We meet on Friday.']);
  backend.say('Until then.');
  await pass(2_000);
  expect(words()).toEqual(['We meet on Friday.', 'Until then.']);
});

test('the transcript is never older than the notes that cite it', async () => {
  const { result, words } = await open();
  const fetching = vi.mocked(fetch).getMockImplementation();
  // The transcript is answered before the last words are stored, the notes after.
  vi.mocked(fetch).mockImplementation(async (input, init) => {
    const answer = await fetching?.(input, init);
    if (String(input).endsWith('/transcript') && backend.notes === 'pending') {
      backend.say('Until then.');
      backend.notes = 'ready';
    }
    return answer ?? Response.error();
  });
  await pass(2_000);
  expect(result.current.notes.data?.state).toBe('ready');
  expect(words()).toEqual(['Until then.']);
});

test('who left early sees the meeting end, and then nothing is asked any more', async () => {
  backend.state = 'running';
  const { result } = await open();
  expect(result.current.meeting.data?.state).toBe('running');
  backend.state = 'ended';
  await pass(6_000);
  expect(result.current.meeting.data?.state).toBe('ended');
  backend.notes = 'ready';
  await pass(2_000);
  expect(result.current.notes.data?.state).toBe('ready');
  const { asked } = backend;
  await pass(60_000);
  expect(backend.asked).toBe(asked);
});

test('with notes off the last words come too', async () => {
  backend.notes = 'off';
  const { words } = await open();
  await pass(8_000);
  backend.say('Until then.');
  await pass(3_000);
  expect(words()).toEqual(['Until then.']);
  await pass(4_000);
  const { asked } = backend;
  await pass(60_000);
  expect(backend.asked).toBe(asked);
});

test('a backend that is away for a moment takes nothing away', async () => {
  backend.say('We meet on Friday.');
  const { words } = await open();
  backend.isAway = true;
  await pass(20_000);
  expect(words()).toEqual(['We meet on Friday.']);
  backend.isAway = false;
  backend.say('Until then.');
  await pass(20_000);
  expect(words()).toHaveLength(2);
});
