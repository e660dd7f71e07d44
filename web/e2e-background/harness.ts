/** The harness page of the demo, and what its functions give. */
import { test as base, expect, type Page } from '@playwright/test';

export { expect };

export function demoUrl(page: string): string {
  const url = process.env['PARLEY_DEMO_URL'];
  if (url === undefined) throw new Error('the global setup names the demo');
  return new URL(page, url).href;
}

/** A page with the harness on it; an error that nobody caught fails the test. */
export const test = base.extend<{ harness: Page }>({
  harness: async ({ page }, use) => {
    page.on('pageerror', (error) => {
      if (!error.message.includes('injected')) throw error;
    });
    await page.goto(demoUrl('harness.html'));
    await page.waitForFunction('window.harness !== undefined');
    await use(page);
  },
});

export interface Seen {
  readonly frames: number;
  readonly room: readonly number[];
  readonly states: readonly string[];
  readonly troubles: readonly string[];
  readonly ways: readonly string[];
}

/** Runs code on the page with the harness in reach as `h`; what it returns comes back as JSON. */
export async function on<Result>(page: Page, code: string): Promise<Result> {
  return page.evaluate<Result>(`(async (h) => { ${code} })(window.harness)`);
}
