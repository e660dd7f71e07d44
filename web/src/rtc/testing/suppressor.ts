/** A suppressor without sound, for tests: its state is what a test says. */
import type { Suppressor, SuppressorState } from '../../media/denoise';

const WELL: SuppressorState = {
  rung: 'dfn3',
  cause: null,
  delayMs: 40,
  report: null,
  cost: null,
  isSuspended: false,
};

export class FakeSuppressor {
  readonly context = {};
  readonly #listeners = new Set<() => void>();
  #state = WELL;
  isClosed = false;
  /** What goes through it. */
  attached: MediaStreamTrack | null = null;

  /** As the one that it stands for. */
  get asOne(): Suppressor {
    return this as unknown as Suppressor;
  }

  become(change: Partial<SuppressorState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }

  getState(): SuppressorState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async attach(track: MediaStreamTrack): Promise<MediaStreamTrack> {
    this.attached = track;
    return track;
  }

  replace(track: MediaStreamTrack): MediaStreamTrack {
    this.attached = track;
    return track;
  }

  detach(): void {
    this.attached = null;
  }

  setStrength(): void {}

  async close(): Promise<void> {
    this.isClosed = true;
  }
}
