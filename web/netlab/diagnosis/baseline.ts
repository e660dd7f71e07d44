/** webrtc-issue-detector, the peer of our diagnosis, listening to the same calls with its defaults. */
import { readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import type { BrowserContext, Page } from '@playwright/test';

const BUNDLE = createRequire(import.meta.url).resolve('webrtc-issue-detector');

/** What it said of one page: how often each reason. */
export type Issues = Readonly<Record<string, number>>;

interface Detector {
  watchNewPeerConnections(): void;
}

declare global {
  interface Window {
    /** Reasons in their order, with Unix times in ms. */
    issues?: { readonly reason: string; readonly atMs: number }[];
    issueDetector?: {
      readonly default: new (options: {
        readonly onIssues: (issues: readonly { readonly reason: string }[]) => void;
      }) => Detector;
    };
  }
}

/** From its next page on. */
export async function watchIssues(context: BrowserContext): Promise<void> {
  await context.addInitScript({
    content: `{ const exports = {}; const module = { exports };
      ${readFileSync(BUNDLE, 'utf8')}
      window.issueDetector = module.exports; }`,
  });
  await context.addInitScript(() => {
    const found: { reason: string; atMs: number }[] = [];
    window.issues = found;
    if (window.issueDetector === undefined) throw new Error('the issue detector has not loaded');
    const detector = new window.issueDetector.default({
      onIssues: (issues) => found.push(...issues.map(({ reason }) => ({ reason, atMs: Date.now() }))),
    });
    detector.watchNewPeerConnections();
  });
}

/** Since a moment: what comes of joining is nobody's fault. */
export async function issuesSince(page: Page, sinceMs: number): Promise<Issues> {
  const found = await page.evaluate(() => window.issues ?? []);
  const counts: Record<string, number> = {};
  for (const { reason, atMs } of found) if (atMs >= sinceMs) counts[reason] = (counts[reason] ?? 0) + 1;
  return counts;
}
