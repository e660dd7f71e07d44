import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import type { Segment, Transcript } from '../gen';
import { CaptionBacklog } from './caption-backlog';
import { CaptionStore } from './captions';

const final: Segment = {
  segment_id: 'seg-1',
  speaker: 'p-1',
  speaker_name: 'Maria',
  language: 'en',
  start_ms: 1000,
  end_ms: 2000,
  text: 'All of it.',
};

/** A store with one open caption, and a backlog whose backend answers `answers` in turn. */
function withOpenCaption(answers: (Segment[] | Error)[]) {
  const captions = new CaptionStore();
  captions.trust('agent-1');
  const asked: number[] = [];
  const fetchTranscript = async (sinceMs: number): Promise<Transcript> => {
    asked.push(sinceMs);
    const answer = answers.shift() ?? [];
    if (answer instanceof Error) throw answer;
    return { meeting_id: 'm', is_ai_generated: true, segments: answer, gaps: [] };
  };
  const resume = () => Promise.reject(new Error('captions never resume'));
  const backlog = new CaptionBacklog(captions, { fetchTranscript, resume }, () => undefined);
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
