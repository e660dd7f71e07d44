/**
 * Fills what the live captions lack from the transcript API: the backlog at the join, what was said while the
 * connection was away, and finals that never came.
 */
import type { Transcript } from '../../gen';
import type { CallDependencies } from '../dependencies';
import { pause } from '../pause';
import type { CaptionView } from '../types';
import type { CaptionStore } from './captions';
import type { TranslationStore } from './translations';

/**
 * An utterance that got no words for this long is stuck: its final was missed, or its agent died. Partials come
 * at least every fifth of the utterance's length, and utterances stay far below 50 s.
 */
const STUCK_AFTER_MS = 10_000;
/** Waits between tries while the backend is away: doubled each time, up to the cap. */
const FIRST_RETRY_MS = 1000;
const RETRY_CAP_MS = 15_000;
/** How far back of the newest words a look for what has not come reaches. */
const RECENT_MS = 60_000;

/** What to fetch next. */
interface Wish {
  readonly sinceMs: number;
  /** Open captions that will get no more words. */
  readonly abandoned: readonly CaptionView[];
}

export class CaptionBacklog {
  readonly #closing = new AbortController();
  readonly #watches = new Map<string, ReturnType<typeof setTimeout>>();
  #wish: Wish | null = null;
  #fetching: Promise<void> | null = null;
  #joinedAtMs: number | null = null;

  constructor(
    private readonly captions: CaptionStore,
    private readonly translations: TranslationStore,
    private readonly dependencies: Pick<CallDependencies, 'fetchTranscript'>,
    private readonly changed: () => void,
  ) {}

  /**
   * Lays the whole stored transcript over the captions: at the join, after a reconnect, when the agent changed.
   *
   * @param abandoned Open captions that will get no more words: those the store does not know go.
   */
  fill(abandoned: readonly CaptionView[] = []): Promise<void> {
    return this.#reconcile(0, abandoned);
  }

  /** Looks for finals and gaps of the last minute, without asking for the whole meeting again. */
  readRecent(): Promise<void> {
    const ends = [this.captions.list().at(-1), this.captions.gaps.list().at(-1)].map(
      (one) => one?.endMs ?? 0,
    );
    return this.#reconcile(Math.max(0, Math.max(...ends) - RECENT_MS), []);
  }

  /** The meeting clock at the first answer: what was said before that, this page has not heard. Null before it. */
  get joinedAtMs(): number | null {
    return this.#joinedAtMs;
  }

  /** Call after each live caption: watches that its segment comes to its end. */
  watch(segmentId: string): void {
    clearTimeout(this.#watches.get(segmentId));
    this.#watches.delete(segmentId);
    const stuck = this.captions.open().find((caption) => caption.segmentId === segmentId);
    if (stuck === undefined || this.#closing.signal.aborted) return;
    const ask = () => void this.#reconcile(stuck.startMs, [stuck]);
    this.#watches.set(segmentId, setTimeout(ask, STUCK_AFTER_MS));
  }

  close(): void {
    this.#closing.abort();
    for (const watch of this.#watches.values()) clearTimeout(watch);
    this.#watches.clear();
  }

  /** One fetch at a time, however much is missed while the backend is away: wishes join the one that waits. */
  #reconcile(sinceMs: number, abandoned: readonly CaptionView[]): Promise<void> {
    this.#wish = {
      sinceMs: Math.min(sinceMs, this.#wish?.sinceMs ?? sinceMs),
      abandoned: [...(this.#wish?.abandoned ?? []), ...abandoned],
    };
    this.#fetching ??= this.#fetch().finally(() => {
      this.#fetching = null;
    });
    return this.#fetching;
  }

  /** Tries as long as the call lives. */
  async #fetch(): Promise<void> {
    const { signal } = this.#closing;
    let retryMs = FIRST_RETRY_MS;
    while (this.#wish !== null && !signal.aborted) {
      const wish: Wish = this.#wish;
      const { reading } = this.translations;
      const transcript = await this.dependencies
        .fetchTranscript(wish.sinceMs, reading, signal)
        .catch(() => null);
      if (signal.aborted) return;
      if (transcript === null) {
        await pause(retryMs, signal);
        retryMs = Math.min(2 * retryMs, RETRY_CAP_MS);
        continue;
      }
      retryMs = FIRST_RETRY_MS;
      if (this.#wish === wish) this.#wish = null; // else: wished for more meanwhile
      this.#lay(transcript, wish);
    }
  }

  #lay(transcript: Transcript, { sinceMs, abandoned }: Wish): void {
    this.#joinedAtMs ??= transcript.now_ms;
    const open = this.captions.open();
    const unchanged = abandoned.filter((caption) => open.includes(caption));
    this.captions.reconcile(
      transcript.segments,
      unchanged.map((caption) => caption.segmentId),
    );
    this.translations.reconcile(transcript.translations);
    this.captions.gaps.reconcile(transcript.gaps, sinceMs);
    this.changed();
  }
}
