import { describe, expect, it } from 'vitest';
import type { Segment } from '../../gen';
import { captionOf } from './caption-streams';
import { CaptionStore, type LiveCaption } from './captions';

const AGENT = 'agent-1';
let arrivals = 0;

function live(change: Partial<LiveCaption> = {}): LiveCaption {
  arrivals += 1;
  return {
    segmentId: 'seg-1',
    speaker: 'p-maria',
    text: 'hello',
    firmCharacters: 0,
    isFinal: false,
    language: 'en',
    startMs: 1000,
    endMs: 2000,
    sender: AGENT,
    arrival: arrivals,
    ...change,
  };
}

function stored(change: Partial<Segment> = {}): Segment {
  return {
    segment_id: 'seg-1',
    speaker: 'p-maria',
    speaker_name: 'Maria',
    language: 'en',
    start_ms: 1000,
    end_ms: 2000,
    text: 'Hello there.',
    ...change,
  };
}

function trusting(): CaptionStore {
  const store = new CaptionStore();
  store.trust(AGENT);
  return store;
}

const texts = (store: CaptionStore) => store.list().map((caption) => caption.text);

describe('who is believed', () => {
  it('shows a caption of the named agent before its participant is known', () => {
    const store = trusting();
    expect(store.receive(live())).toBe(true);
    expect(texts(store)).toEqual(['hello']);
  });

  it('shows nothing from anybody else, also while there is no agent', () => {
    const store = trusting();
    expect(store.receive(live({ sender: 'p-mallory' }))).toBe(false);
    store.trust(null);
    expect(store.receive(live())).toBe(false);
    expect(texts(store)).toEqual([]);
  });

  it('withdraws what an impostor sent and takes no more of it', () => {
    const store = trusting();
    store.receive(live());
    store.receive(live({ segmentId: 'seg-2', isFinal: true }));
    store.withdraw(AGENT);
    expect(texts(store)).toEqual([]);
    expect(store.receive(live({ segmentId: 'seg-3' }))).toBe(false);
  });

  it('keeps what came from the store when an impostor is found', () => {
    const store = trusting();
    store.receive(live());
    store.reconcile([stored()]);
    store.withdraw(AGENT);
    expect(texts(store)).toEqual(['Hello there.']);
  });

  it('keeps the words of an earlier agent but takes no new ones from it', () => {
    const store = trusting();
    store.receive(live({ isFinal: true }));
    store.trust('agent-2');
    expect(store.receive(live({ segmentId: 'seg-2' }))).toBe(false);
    expect(texts(store)).toEqual(['hello']);
  });
});

describe('order and finality', () => {
  it('replaces a segment by its id', () => {
    const store = trusting();
    store.receive(live({ text: 'hel' }));
    store.receive(live({ text: 'hello you' }));
    expect(texts(store)).toEqual(['hello you']);
  });

  it('ignores a stream that a later one has overtaken', () => {
    const store = trusting();
    const early = live({ text: 'early' });
    store.receive(live({ text: 'late' }));
    expect(store.receive(early)).toBe(false);
    expect(texts(store)).toEqual(['late']);
  });

  it('never reopens a final by a late partial', () => {
    const store = trusting();
    store.receive(live({ text: 'done', isFinal: true }));
    expect(store.receive(live({ text: 'do' }))).toBe(false);
    expect(store.list()[0]).toMatchObject({ text: 'done', isFinal: true });
  });

  it('does not let a segment change its speaker', () => {
    const store = trusting();
    store.receive(live());
    expect(store.receive(live({ speaker: 'p-ben', isFinal: true }))).toBe(false);
  });

  it('drops a segment whose final is empty', () => {
    const store = trusting();
    store.receive(live());
    expect(store.receive(live({ text: '', isFinal: true }))).toBe(true);
    expect(texts(store)).toEqual([]);
  });

  it('ends in the same captions for any order of delivery', () => {
    const messages = [
      live({ segmentId: 'a', text: 'a1', startMs: 10 }),
      live({ segmentId: 'b', text: 'b1', startMs: 20, speaker: 'p-ben' }),
      live({ segmentId: 'a', text: 'a2', startMs: 10, isFinal: true }),
      live({ segmentId: 'b', text: 'b2', startMs: 20, speaker: 'p-ben', isFinal: true }),
    ];
    for (const order of permutations(messages)) {
      const store = trusting();
      for (const message of order) store.receive(message);
      expect(texts(store)).toEqual(['a2', 'b2']);
    }
  });
});

describe('the store of the backend', () => {
  it('brings the final that was missed', () => {
    const store = trusting();
    store.receive(live());
    store.reconcile([stored()], ['seg-1']);
    expect(store.list()[0]).toMatchObject({ text: 'Hello there.', isFinal: true, speakerName: 'Maria' });
  });

  it('drops an abandoned segment that it does not know, and only that', () => {
    const store = trusting();
    store.receive(live());
    store.receive(live({ segmentId: 'seg-2', text: 'still talking', startMs: 3000 }));
    store.reconcile([], ['seg-1']);
    expect(texts(store)).toEqual(['still talking']);
  });

  it('takes live captions over stored ones as news only for other segments', () => {
    const store = trusting();
    store.reconcile([stored()]);
    expect(store.receive(live({ text: 'forged over it', isFinal: true }))).toBe(false);
  });
});

describe('references and names', () => {
  it('gives the same list and captions until something changes', () => {
    const store = trusting();
    store.receive(live({ isFinal: true }));
    store.reconcile([stored({ segment_id: 'seg-2', start_ms: 5000 })]);
    const before = store.list();
    expect(store.list()).toBe(before);
    store.reconcile([stored({ segment_id: 'seg-2', start_ms: 5000 })]);
    expect(store.list()).toBe(before);
    store.receive(live({ segmentId: 'seg-3', startMs: 9000 }));
    expect(store.list()).not.toBe(before);
    expect(store.list()[0]).toBe(before[0]);
  });

  it('names the speaker by the participant, and keeps the name after they have left', () => {
    const store = trusting();
    store.receive(live({ isFinal: true }));
    store.name('p-maria', 'Maria');
    expect(store.list()[0]?.speakerName).toBe('Maria');
    store.name('p-maria', '');
    expect(store.list()[0]?.speakerName).toBe('Maria');
  });
});

describe('attributes of a stream', () => {
  const attributes = {
    'lk.segment_id': 'seg-1',
    'lk.transcription_final': 'false',
    'lk.transcribed_track_id': 'TR_1',
    speaker: 'p-maria',
    language: 'en',
    start_ms: '1200',
    end_ms: '2400',
    firm_characters: '40',
  };

  it('become a caption whose firm part is never longer than its text', () => {
    expect(captionOf(attributes, 'hello', AGENT, 1)).toMatchObject({ startMs: 1200, firmCharacters: 5 });
  });

  it.each([
    ['no attributes', undefined],
    ['a stock LiveKit caption', { 'lk.segment_id': 'x', 'lk.transcription_final': 'true' }],
    ['a time that is no number', { ...attributes, start_ms: '1e9' }],
    ['neither final nor partial', { ...attributes, 'lk.transcription_final': 'maybe' }],
  ])('are refused: %s', (_, refused) => {
    expect(captionOf(refused, 'hello', AGENT, 1)).toBeNull();
  });
});

function permutations<T>(items: readonly T[]): T[][] {
  if (items.length === 0) return [[]];
  return items.flatMap((item, index) =>
    permutations([...items.slice(0, index), ...items.slice(index + 1)]).map((rest) => [item, ...rest]),
  );
}
