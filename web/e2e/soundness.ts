/** What holds for every page: accessible, and no wider than its window. */
import AxeBuilder from '@axe-core/playwright';
import type { Page, TestInfo } from '@playwright/test';
import { expect } from './parley.ts';

/**
 * React Aria's announcer keeps saying "pending" of a button for seconds after the page with it has gone; by then its
 * label points nowhere.
 */
const ANNOUNCER = '[data-live-announcer]';

/** No serious violation, no sideways scroll; a picture for people to look at. */
export async function expectSound(page: Page, info: TestInfo, name: string): Promise<void> {
  const { violations } = await new AxeBuilder({ page }).exclude(ANNOUNCER).analyze();
  const grave = violations.filter(({ impact }) => impact === 'serious' || impact === 'critical');
  expect(
    grave.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html).join(' ')}`),
    `${name} is accessible`,
  ).toEqual([]);
  const { scrollWidth, clientWidth } = await page.evaluate(() => ({
    scrollWidth: document.documentElement.scrollWidth,
    clientWidth: document.documentElement.clientWidth,
  }));
  expect(scrollWidth, `${name} does not scroll sideways`).toBeLessThanOrEqual(clientWidth);
  await info.attach(name, { body: await page.screenshot(), contentType: 'image/png' });
}
