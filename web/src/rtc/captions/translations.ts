/** Captions in the language that the person here reads, laid over what is spoken. Pure, no LiveKit, no clock. */
import type { Translation } from '../../gen';
import type { CaptionView, TranslationView } from '../types';

/** One translation as it arrived in the room. */
export interface LiveTranslation {
  readonly sender: string;
  readonly segmentId: string;
  readonly translation: TranslationView;
}

interface Kept {
  /** Who sent it live; null for what came from the store, which nobody can take back. */
  readonly sender: string | null;
  readonly translation: TranslationView;
}

export class TranslationStore {
  /** By segment, then by language. */
  readonly #kept = new Map<string, Map<string, Kept>>();
  #reading: string | null = null;
  #drawn = new Map<string, { readonly source: CaptionView; readonly view: CaptionView }>();
  #before: readonly CaptionView[] = [];
  #list: readonly CaptionView[] = [];
  #isStale = true;

  /** BCP 47 tag of what is read; null: what is spoken. True if that is news. */
  read(language: string | null): boolean {
    if (language === this.#reading) return false;
    this.#reading = language;
    this.#drawn = new Map();
    this.#isStale = true;
    return true;
  }

  get reading(): string | null {
    return this.#reading;
  }

  /** Takes a live translation from whom the caller trusts; the first final one of a segment in a language stands. */
  receive({ sender, segmentId, translation }: LiveTranslation): boolean {
    const known = this.#kept.get(segmentId)?.get(translation.language);
    if (known?.translation.isFinal === true) return false;
    if (translation.text.trim() === '')
      return translation.isFinal && this.#drop(segmentId, translation.language);
    this.#keep(segmentId, { sender, translation });
    return true;
  }

  /** Takes stored translations: the store is the truth. */
  reconcile(stored: readonly Translation[]): void {
    for (const { segment_id: segmentId, language, text, is_draft: isDraft, pivot = null } of stored) {
      this.#keep(segmentId, { sender: null, translation: { language, text, isDraft, pivot, isFinal: true } });
    }
  }

  /** The participant behind `identity` is no agent: what it sent goes. */
  withdraw(identity: string): void {
    for (const languages of this.#kept.values()) {
      for (const [language, kept] of languages) {
        if (kept.sender === identity && languages.delete(language)) this.#isStale = true;
      }
    }
  }

  /**
   * The captions as they are read: translated ones with their source beside them, and what has no translation
   * (yet) as it was spoken, dimmed while it may still get one. The same references until something changes.
   */
  over(captions: readonly CaptionView[]): readonly CaptionView[] {
    if (this.#reading === null) return captions;
    if (captions === this.#before && !this.#isStale) return this.#list;
    this.#before = captions;
    this.#isStale = false;
    const drawn = new Map<string, { readonly source: CaptionView; readonly view: CaptionView }>();
    this.#list = captions.map((source) => {
      const translation = this.#kept.get(source.segmentId)?.get(this.#reading ?? '')?.translation;
      const before = this.#drawn.get(source.segmentId);
      const isSame = before?.source === source && before.view.translation === translation;
      const view = isSame ? before.view : asRead(source, translation, this.#reading ?? '');
      drawn.set(source.segmentId, { source, view });
      return view;
    });
    this.#drawn = drawn;
    return this.#list;
  }

  /** It stays as it was spoken. True if that is news. */
  #drop(segmentId: string, language: string): boolean {
    const isNews = this.#kept.get(segmentId)?.delete(language) === true;
    if (isNews) this.#isStale = true;
    return isNews;
  }

  #keep(segmentId: string, kept: Kept): void {
    const languages = this.#kept.get(segmentId) ?? new Map<string, Kept>();
    const before = languages.get(kept.translation.language)?.translation;
    if (before !== undefined && isSameTranslation(before, kept.translation)) return;
    this.#kept.set(segmentId, languages.set(kept.translation.language, kept));
    this.#isStale = true;
  }
}

function asRead(source: CaptionView, translation: TranslationView | undefined, reading: string): CaptionView {
  if (translation !== undefined) return { ...source, translation, firmCharacters: 0 };
  const isWaiting = !source.isFinal && baseOf(source.language) !== baseOf(reading);
  return isWaiting ? { ...source, firmCharacters: 0 } : source;
}

function isSameTranslation(a: TranslationView, b: TranslationView): boolean {
  return a.text === b.text && a.isDraft === b.isDraft && a.isFinal === b.isFinal;
}

function baseOf(tag: string): string {
  return tag.split('-')[0] ?? tag;
}

/** What a reader sees of a caption first: its translation, if it has one. */
export function wordsOf({
  text,
  language,
  translation,
}: Pick<CaptionView, 'text' | 'language' | 'translation'>): {
  readonly text: string;
  readonly language: string;
} {
  return translation ?? { text, language };
}
