/**
 * Captions of one call: decides what may be shown and keeps it in order. Pure, no LiveKit, no clock.
 *
 * Anyone who may send data can forge the caption topic, so a caption counts only when it came from the identity
 * that the room's metadata names, and is taken back when that identity turns out not to be an agent.
 */
import type { Segment } from '../../gen';
import type { CaptionView } from '../types';
import { GapStore } from './gaps';

/** One caption as it arrived; `arrival` counts up in the order in which the streams were opened. */
export interface LiveCaption extends Omit<CaptionView, 'speakerName'> {
  readonly sender: string;
  readonly arrival: number;
}

interface Kept {
  readonly caption: Omit<LiveCaption, 'sender'>;
  /** Who sent it live; null for what came from the store, which nobody can take back. */
  readonly sender: string | null;
  readonly storedName: string;
  readonly view: CaptionView;
}

export class CaptionStore {
  /** What is missing between the captions. */
  readonly gaps = new GapStore();
  readonly #kept = new Map<string, Kept>();
  readonly #impostors = new Set<string>();
  readonly #names = new Map<string, string>();
  #agentIdentity: string | null = null;
  #list: readonly CaptionView[] | null = [];

  /** Follows the room's metadata. What an earlier agent sent stays: it was sent while its word counted. */
  trust(agentIdentity: string | null): void {
    this.#agentIdentity = agentIdentity;
  }

  /** Whether what this identity sends counts. */
  trusts(identity: string): boolean {
    return identity === this.#agentIdentity && !this.#impostors.has(identity);
  }

  /** Takes a live caption; false if it does not count or brings nothing new. */
  receive(live: LiveCaption): boolean {
    const { sender, ...caption } = live;
    if (!this.trusts(sender)) return false;
    const known = this.#kept.get(caption.segmentId);
    if (known !== undefined) {
      // A final is final, a stream overtaken by a later one is old, and a segment never changes its speaker.
      if (known.caption.isFinal || known.caption.arrival >= caption.arrival) return false;
      if (known.caption.speaker !== caption.speaker) return false;
    }
    if (caption.text.trim() === '') {
      if (known === undefined || !caption.isFinal) return false;
      return this.#drop(caption.segmentId); // a final without words: nothing was said after all
    }
    this.#keep(caption, sender, known?.storedName ?? '');
    return true;
  }

  /** The participant behind `identity` is no agent: what it sent goes, and no more is taken. */
  withdraw(identity: string): void {
    this.#impostors.add(identity);
    for (const [segmentId, kept] of this.#kept) if (kept.sender === identity) this.#drop(segmentId);
  }

  /**
   * Lays stored segments over what is shown. The store is the truth: its finals replace ours.
   *
   * @param abandoned Segments that will get no more words: those of them that the store does not know go.
   */
  reconcile(stored: readonly Segment[], abandoned: readonly string[] = []): void {
    for (const segment of stored) {
      const caption = {
        segmentId: segment.segment_id,
        speaker: segment.speaker,
        text: segment.text,
        firmCharacters: segment.text.length,
        isFinal: true,
        language: segment.language,
        startMs: segment.start_ms,
        endMs: segment.end_ms,
        arrival: Number.MAX_SAFE_INTEGER,
      };
      this.#keep(caption, null, segment.speaker_name ?? '');
    }
    for (const segmentId of abandoned) {
      if (this.#kept.get(segmentId)?.caption.isFinal === false) this.#drop(segmentId);
    }
  }

  /** Remembers what an identity is called, also after it has left. */
  name(identity: string, name: string): void {
    if (name === '' || this.#names.get(identity) === name) return;
    this.#names.set(identity, name);
    for (const kept of [...this.#kept.values()]) {
      if (kept.caption.speaker === identity) this.#keep(kept.caption, kept.sender, kept.storedName);
    }
  }

  /** Segments still open, oldest first. */
  open(): readonly CaptionView[] {
    return this.list().filter((caption) => !caption.isFinal);
  }

  /** Ordered by start, then id; the same reference until something changes. */
  list(): readonly CaptionView[] {
    this.#list ??= [...this.#kept.values()]
      .map((kept) => kept.view)
      .sort((a, b) => a.startMs - b.startMs || (a.segmentId < b.segmentId ? -1 : 1));
    return this.#list;
  }

  #keep(caption: Kept['caption'], sender: string | null, storedName: string): void {
    const { arrival: _, ...words } = caption;
    const view = { ...words, speakerName: this.#names.get(caption.speaker) ?? storedName };
    const before = this.#kept.get(caption.segmentId)?.view;
    const isSame = before !== undefined && sameCaption(before, view);
    this.#kept.set(caption.segmentId, { caption, sender, storedName, view: isSame ? before : view });
    if (!isSame) this.#list = null;
  }

  #drop(segmentId: string): boolean {
    this.#list = null;
    return this.#kept.delete(segmentId);
  }
}

function sameCaption(a: CaptionView, b: CaptionView): boolean {
  return (
    a.text === b.text &&
    a.isFinal === b.isFinal &&
    a.firmCharacters === b.firmCharacters &&
    a.speaker === b.speaker &&
    a.speakerName === b.speakerName &&
    a.language === b.language &&
    a.startMs === b.startMs &&
    a.endMs === b.endMs
  );
}
