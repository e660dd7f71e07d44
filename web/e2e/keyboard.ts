/** Parley without a pointer: where the keyboard gets to, and that one sees where one is. */
import type { Locator, Page } from '@playwright/test';
import { expect } from './parley.ts';
import { say } from './words.ts';

/** No page has more stops than this. */
const MOST_STOPS = 40;

/** Goes on with Tab to what is wanted, which shows that it has focus. */
export async function tabTo(page: Page, wanted: Locator): Promise<void> {
  await go(page, 'Tab', wanted);
  expect(await wanted.evaluate(showsFocus), 'focus is seen').toBe(true);
}

/** One of the menu of the call, which takes focus back when it is closed. */
export async function chooseByKeys(page: Page, action: string): Promise<void> {
  const more = page.getByRole('button', { name: say.control.more });
  await tabTo(page, more);
  await page.keyboard.press('Enter');
  await go(page, 'ArrowDown', page.getByRole('menuitem', { name: action }));
  await page.keyboard.press('Enter');
}

async function go(page: Page, key: string, wanted: Locator): Promise<void> {
  await expect(wanted).toBeVisible();
  const isThere = () => wanted.evaluate((element) => element === document.activeElement);
  for (let stops = 0; stops < MOST_STOPS && !(await isThere()); stops += 1) await page.keyboard.press(key);
  await expect(wanted).toBeFocused();
}

function showsFocus(element: Element): boolean {
  const { outlineStyle, boxShadow } = getComputedStyle(element);
  return outlineStyle !== 'none' || boxShadow !== 'none';
}
