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
  await page.evaluate(movesHaveEnded); // what is half faded in has half its contrast
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

/** Words beside the window, or beside the box that holds them where that does not say so by an ellipsis. */
export function wordsOutOfSight(page: Page): Promise<readonly string[]> {
  return page.evaluate(wordsBeside);
}

async function movesHaveEnded(): Promise<void> {
  const ends = (one: Animation) =>
    one.playState === 'running' && one.effect?.getComputedTiming().endTime !== Number.POSITIVE_INFINITY;
  const moves = document.getAnimations().filter(ends);
  await Promise.allSettled(moves.map((one) => one.finished));
}

function wordsBeside(): readonly string[] {
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  const out: string[] = [];
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    const holder = node.parentElement;
    if (holder === null || holder.closest('.visually-hidden, [data-live-announcer]') !== null) continue;
    if (!holder.checkVisibility()) continue;
    const range = document.createRange();
    range.selectNodeContents(node);
    const isBeside = [...range.getClientRects()].some(
      ({ left, right }) => left < -1 || right > innerWidth + 1,
    );
    const { overflowX, textOverflow } = getComputedStyle(holder);
    const isCut = overflowX !== 'visible' && holder.scrollWidth > holder.clientWidth + 1;
    if ((isBeside || isCut) && textOverflow !== 'ellipsis') out.push(node.nodeValue ?? '');
  }
  return out;
}
