/** What a person does on the page of the connection test, and the report that it gives. */
import { readFileSync } from 'node:fs';
import type { Locator, Page } from '@playwright/test';
import { type ConnectionReport, zConnectionReport } from '../src/gen/index.ts';
import { expect } from './parley.ts';
import { say } from './words.ts';

/** Longer than a test in which both relays time out. */
const DONE_WITHIN_MS = 60_000;

export const title = (page: Page): Locator => page.getByRole('heading', { level: 1 });

export const leg = (page: Page, name: string): Locator =>
  page.getByRole('listitem').filter({ hasText: name }).first();

/** Starts it and waits for its end. */
export async function run(page: Page, button: string = say.check.start): Promise<void> {
  await page.getByRole('button', { name: button }).click();
  await expect(page.getByRole('button', { name: say.check.download })).toBeVisible({
    timeout: DONE_WITHIN_MS,
  });
}

export async function savedReport(
  page: Page,
): Promise<{ readonly report: ConnectionReport; readonly text: string }> {
  const saved = page.waitForEvent('download');
  await page.getByRole('button', { name: say.check.download }).click();
  const text = readFileSync(await (await saved).path(), 'utf8');
  return { report: zConnectionReport.parse(JSON.parse(text)), text };
}
