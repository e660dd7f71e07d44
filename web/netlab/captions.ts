/** What became of the words of a meeting: what a page showed, and what the store has. */
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { captionLog } from '../e2e/parley.ts';

const zTranscript = z.object({
  now_ms: z.number(),
  segments: z.array(
    z.object({
      segment_id: z.string(),
      speaker: z.string(),
      speaker_name: z.string(),
      start_ms: z.number(),
      end_ms: z.number(),
      text: z.string(),
    }),
  ),
});
type StoredTranscript = z.infer<typeof zTranscript>;

declare global {
  interface Window {
    /** Every finished caption that the page has shown, as it read. */
    shown?: Set<string>;
  }
}

/** Two readings of the meeting clock lie no further apart. */
const CLOCK_TOLERANCE_MS = 300;

/** From now on the page notes each finished caption. */
export async function watchFinals(page: Page): Promise<void> {
  await captionLog(page).evaluate((log) => {
    const shown = new Set<string>();
    window.shown = shown;
    const look = () => {
      for (const line of log.querySelectorAll('p')) shown.add(line.textContent);
    };
    look();
    new MutationObserver(look).observe(log, { childList: true, subtree: true, characterData: true });
  });
}

/** The store's transcript, asked for as the page itself does. */
export async function storedTranscript(page: Page): Promise<StoredTranscript> {
  const answer: unknown = await page.evaluate(async () => {
    const meetingId = location.pathname.split('/').at(-1) ?? '';
    const session: { resumeSecret?: string } = JSON.parse(
      localStorage.getItem(`parley.meeting.${meetingId}`) ?? '{}',
    );
    const headers = { authorization: `Bearer ${session.resumeSecret}` };
    return await (await fetch(`/api/meetings/${meetingId}/transcript`, { headers })).json();
  });
  return zTranscript.parse(answer);
}

/** Captions that were shown as finished and are not stored, and moments of a speaker that are stored twice. */
export async function lostOrDoubled(page: Page): Promise<readonly string[]> {
  const { segments } = await storedTranscript(page);
  const stored = segments.map(({ text }) => text);
  const shown = await page.evaluate(() => [...(window.shown ?? [])]);
  const lost = shown.filter((line) => !stored.some((text) => line.endsWith(text)));
  const doubled = segments.filter((one, index) =>
    segments
      .slice(index + 1)
      .some(
        (other) =>
          other.segment_id === one.segment_id ||
          (other.speaker === one.speaker &&
            other.start_ms < one.end_ms - CLOCK_TOLERANCE_MS &&
            one.start_ms < other.end_ms - CLOCK_TOLERANCE_MS),
      ),
  );
  return [
    ...lost.map((line) => `lost: ${line}`),
    ...doubled.map(({ segment_id, text }) => `twice: ${segment_id} ${text}`),
  ];
}

/** Waits for words that were said after this moment of the meeting clock to be stored. */
export async function expectWordsAfter(page: Page, atMs: number, withinMs: number): Promise<void> {
  await expectWordsBetween(page, atMs, Number.POSITIVE_INFINITY, withinMs);
}

/** The same of words that were said before another moment, too. */
export async function expectWordsBetween(
  page: Page,
  fromMs: number,
  toMs: number,
  withinMs: number,
): Promise<void> {
  const untilMs = Date.now() + withinMs;
  while (Date.now() < untilMs) {
    // Between sessions the backend may be busy making the room again; the next look is soon.
    const transcript = await storedTranscript(page).catch(() => null);
    if (transcript?.segments.some(({ start_ms }) => start_ms > fromMs && start_ms < toMs)) return;
    await page.waitForTimeout(100);
  }
  throw new Error(`no words came within ${withinMs} ms`);
}
