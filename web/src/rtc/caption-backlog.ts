/**
 * Fills what the live captions lack from the transcript API: the backlog at the join, what was said while the
 * connection was away, and finals that never came.
 */
import type { CaptionStore } from './captions';
import type { CallDependencies } from './dependencies';
import type { CaptionView } from './types';

/**
 * An utterance that got no words for this long is stuck: its final was missed, or its agent died. Partials come
 * at least every fifth of the utterance's length, and utterances stay far below 50 s.
 */
const STUCK_AFTER_MS = 10_000;
const RETRY_MS = 3000;
const MAX_TRIES = 5;

export class CaptionBacklog {
  readonly #closing = new AbortController();
  readonly #watches = new Map<string, ReturnType<typeof setTimeout>>();

  constructor(
    private readonly captions: CaptionStore,
    private readonly dependencies: CallDependencies,
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

  async #reconcile(sinceMs: number, abandoned: readonly CaptionView[]): Promise<void> {
    for (let tries = 0; tries < MAX_TRIES && !this.#closing.signal.aborted; tries += 1) {
      const transcript = await this.dependencies
        .fetchTranscript(sinceMs, this.#closing.signal)
        .catch(() => null); // the call goes on without the backlog
      if (this.#closing.signal.aborted) return;
      if (transcript !== null) {
        const open = this.captions.open();
        const unchanged = abandoned.filter((caption) => open.includes(caption));
        this.captions.reconcile(
          transcript.segments,
          unchanged.map((caption) => caption.segmentId),
        );
        this.changed();
        return;
      }
      await new Promise((resolve) => setTimeout(resolve, RETRY_MS));
    }
  }
}
