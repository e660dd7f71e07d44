/**
 * Joins a meeting in a real browser and tells when each caption was on the screen: `node painted.ts LINK [LANGUAGE]`.
 *
 * With a language, as the menu names it, captions are read in that. Says `ready` once it is in the call. When its standard input closes, it writes the texts of captions and
 * the Unix time in ms at which the first frame with each was painted, as JSON.
 */
import { chromium, type Page } from '@playwright/test';

declare global {
  interface Window {
    painted: Record<string, number>;
  }
}

/** Runs in the page. A message posted in an animation frame is handled once that frame is on its way out. */
function watchCaptions(): void {
  window.painted = {};
  const seen = (texts: string[]) => {
    const channel = new MessageChannel();
    channel.port1.onmessage = () => {
      const now = performance.timeOrigin + performance.now();
      for (const text of texts) window.painted[text] ??= now;
    };
    channel.port2.postMessage(null);
  };
  new MutationObserver(() => {
    const texts = [...document.querySelectorAll('figure p')].map((line) => line.textContent ?? '');
    requestAnimationFrame(() => seen(texts));
  }).observe(document.body, { subtree: true, childList: true, characterData: true });
}

async function enter(page: Page, link: string, reads: string | undefined): Promise<void> {
  await page.goto(link);
  if (reads !== undefined) {
    await page.getByRole('button', { name: /^I read/ }).click();
    await page.getByRole('option', { name: new RegExp(`^${reads}`) }).click();
  }
  await page.getByRole('textbox', { name: 'Your name' }).fill('Reader');
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('toolbar').first().waitFor();
}

const [, , link, reads] = process.argv;
if (link === undefined) throw new Error('usage: node painted.ts LINK [LANGUAGE]');
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--use-fake-ui-for-media-stream', '--use-fake-device-for-media-stream'],
});
try {
  const context = await browser.newContext({ locale: 'en-GB', viewport: { width: 1280, height: 800 } });
  const page = await context.newPage();
  await enter(page, link, reads);
  await page.evaluate(watchCaptions);
  console.log('ready');
  for await (const _ of process.stdin);
  console.log(JSON.stringify(await page.evaluate(() => window.painted)));
} finally {
  await browser.close();
}
