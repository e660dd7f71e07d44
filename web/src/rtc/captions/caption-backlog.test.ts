// @vitest-environment jsdom
import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Gap, Segment, Transcript } from '../../gen';
import { CaptionBacklog } from './caption-backlog';
import { CaptionStore } from './captions';
import { TranslationStore } from './translations';

const final: Segment = {
  segment_id: 'seg-1',
  speaker: 'p-1',
  speaker_name: 'Maria',
  language: 'en',
  start_ms: 1000,
  end_ms: 2000,
  text: 'All of it.',
};

const away: Gap = {
  gap_id: 'away-1',
  speaker: null,
  start_ms: 2500,
  end_ms: 4000,
  reason: 'agent_away',
};

/** A store with one open caption, and a backlog whose backend answers `answers` in turn, and always with `gaps`. */
function withOpenCaption(answers: (Segment[] | Error)[], gaps: Gap[] = []) {
  const captions = new CaptionStore();
  captions.trust('agent-1');
  const asked: number[] = [];
  const fetchTranscript = async (sinceMs: number): Promise<Transcript> => {
    asked.push(sinceMs);
    const answer = answers.shift() ?? [];
    if (answer instanceof Error) throw answer;
    return {
      meeting_id: 'm',
      is_ai_generated: true,
      segments: answer,
      translations: [],
      gaps,
      now_ms: 60_000 * asked.length,
    };
  };
  const backlog = new CaptionBacklog(captions, new TranslationStore(), { fetchTranscript }, () => undefined);
  const say = (text: string, arrival: number) => {
    captions.receive({
      segmentId: 'seg-1',
      speaker: 'p-1',
      text,
      firmCharacters: 0,
      isFinal: false,
      language: 'en',
      startMs: 1000,
      endMs: 1500,
      sender: 'agent-1',
      arrival,
    });
    backlog.watch('seg-1');
  };
  say('All', 1);
  return { captions, backlog, asked, say };
}

/** What stands in the panel, open captions in brackets. */
const shown = (captions: CaptionStore) =>
  captions.list().map((caption) => (caption.isFinal ? caption.text : `[${caption.text}]`));

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe('the backlog', () => {
  it('fetches the final that never came', async () => {
    const { captions, asked } = withOpenCaption([[final]]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(asked).toEqual([1000]);
    expect(captions.list()[0]).toMatchObject({ text: 'All of it.', isFinal: true });
  });

  it('takes away what will never be finished', async () => {
    const { captions } = withOpenCaption([[]]);
    await vi.advanceTimersByTimeAsync(10_000);
    expect(captions.list()).toEqual([]);
  });

  it('leaves alone a segment that still gets words', async () => {
    const { captions, asked, say } = withOpenCaption([]);
    for (let arrival = 2; arrival < 5; arrival += 1) {
      await vi.advanceTimersByTimeAsync(6000);
      say(`All ${arrival}`, arrival);
    }
    expect(asked).toEqual([]);
    expect(captions.list()).toHaveLength(1);
  });

  it('does not take open captions away when it only fills', async () => {
    const { captions, backlog } = withOpenCaption([[]]);
    await backlog.fill();
    expect(captions.list()).toHaveLength(1);
  });

  it('asks again when the backend is away', async () => {
    const { captions, backlog, asked } = withOpenCaption([new Error('away'), new Error('away'), [final]]);
    const filling = backlog.fill();
    await vi.advanceTimersByTimeAsync(6000);
    await filling;
    expect(asked).toEqual([0, 0, 0]);
    expect(captions.list()[0]?.isFinal).toBe(true);
  });

  it('knows when this page came in, also after it has asked again', async () => {
    const { backlog } = withOpenCaption([[final], []]);
    expect(backlog.joinedAtMs).toBeNull();
    await backlog.fill();
    await backlog.fill();
    expect(backlog.joinedAtMs).toBe(60_000);
  });

  it('outlasts a backend that is away for minutes, and asks every 15 s then', async () => {
    const away = Array.from({ length: 20 }, () => new Error('away'));
    const { captions, backlog, asked } = withOpenCaption([...away, [final]]);
    void backlog.fill();
    await vi.advanceTimersByTimeAsync(60_000);
    const askedInTheFirstMinute = asked.length;
    await vi.advanceTimersByTimeAsync(150_000);
    expect(asked.length - askedInTheFirstMinute).toBe(10);
    await vi.advanceTimersByTimeAsync(60_000);
    expect(captions.list()[0]).toMatchObject({ text: 'All of it.', isFinal: true });
  });

  it('asks at once when the browser is online again', async () => {
    const { captions, backlog } = withOpenCaption([new Error('away'), new Error('away'), [final]]);
    void backlog.fill();
    await vi.advanceTimersByTimeAsync(1_500);
    window.dispatchEvent(new Event('online'));
    await vi.advanceTimersByTimeAsync(1);
    expect(captions.list()[0]?.isFinal).toBe(true);
  });

  it('has one question under way, which covers all that is missing', async () => {
    const { captions, backlog, asked } = withOpenCaption([new Error('away'), new Error('away'), []]);
    void backlog.fill(captions.open());
    void backlog.fill();
    await vi.advanceTimersByTimeAsync(5_000);
    expect(asked).toEqual([0, 0, 0]);
    expect(captions.list()).toEqual([]);
  });

  it('asks no more once closed', async () => {
    const { backlog, asked } = withOpenCaption([new Error('away')]);
    void backlog.fill();
    await vi.advanceTimersByTimeAsync(100);
    backlog.close();
    await vi.advanceTimersByTimeAsync(60_000);
    expect(asked).toEqual([0]);
  });
});

describe('after a lost connection', () => {
  const before: Segment = { ...final, segment_id: 'seg-0', start_ms: 100, end_ms: 900, text: 'Before.' };
  const missed: Segment = { ...final, segment_id: 'seg-2', start_ms: 2000, end_ms: 3000, text: 'Missed.' };
  const after = {
    segmentId: 'seg-3',
    speaker: 'p-1',
    firmCharacters: 0,
    language: 'en',
    startMs: 4000,
    endMs: 5000,
    sender: 'agent-1',
  };

  it('finals that were missed stand once, in order, and what was open is closed', async () => {
    const { captions, backlog } = withOpenCaption([[before, final, missed]]);
    const filling = backlog.fill();
    // The room is quicker than the transcript: the next words come first, and a final that is stored too.
    captions.receive({ ...after, text: 'Now', isFinal: false, arrival: 2 });
    await filling;
    captions.receive({ ...after, text: 'Now.', isFinal: true, arrival: 3 });
    expect(shown(captions)).toEqual(['Before.', 'All of it.', 'Missed.', 'Now.']);
  });

  it('a final that comes both ways stands once', async () => {
    const { captions, backlog } = withOpenCaption([[final, missed]]);
    captions.receive({ ...after, segmentId: 'seg-2', text: 'Missed.', isFinal: true, arrival: 2 });
    await backlog.fill();
    await vi.advanceTimersByTimeAsync(20_000);
    expect(shown(captions)).toEqual(['All of it.', 'Missed.']);
  });

  it('what is still being said stays open, and what will never be finished goes', async () => {
    const { captions, backlog, say } = withOpenCaption([[before], [before]]);
    await backlog.fill();
    expect(shown(captions)).toEqual(['Before.', '[All]']);
    await vi.advanceTimersByTimeAsync(9_000);
    say('All of', 2);
    await vi.advanceTimersByTimeAsync(9_000);
    expect(shown(captions)).toEqual(['Before.', '[All of]']);
    await vi.advanceTimersByTimeAsync(2_000);
    expect(shown(captions)).toEqual(['Before.']);
  });

  it('the gap is known with the words', async () => {
    const { captions, backlog } = withOpenCaption([[final]], [away]);
    await backlog.fill();
    expect(captions.gaps.list()).toMatchObject([{ startMs: 2500, endMs: 4000, reason: 'agent_away' }]);
  });
});

describe('a look at the last minute', () => {
  it('asks from a minute before the newest words, and keeps what is older', async () => {
    const late: Segment = { ...final, segment_id: 'seg-9', start_ms: 98_000, end_ms: 100_000 };
    const { backlog, captions, asked } = withOpenCaption([[final, late], []], [away]);
    await backlog.fill();
    await backlog.readRecent();
    expect(asked).toEqual([0, 40_000]);
    expect(captions.list()).toHaveLength(2);
    expect(captions.gaps.list()).toHaveLength(1);
  });
});
