/** Captions in languages that run from right to left, beside names and controls that do not. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join as path } from 'node:path';
import { captionLog, expect, expectAiLive, join, newPage, overlay, startMeeting, test } from './parley.ts';
import { startStack } from './stack.ts';
import { say } from './words.ts';

const ARABIC = /\p{Script=Arabic}/u;

test('Arabic runs from the right in the overlay and the panel, and the original from the left', async ({
  browser,
}, info) => {
  const folder = mkdtempSync(path(tmpdir(), 'parley-rtl-'));
  // No free engine writes Arabic; the fake one puts words into its letters, and who makes the words is all one.
  const stack = await startStack(folder, {
    PARLEY_SPEECH_ENGINE: 'fake',
    PARLEY_TRANSLATION_ENGINE: 'fake',
  });
  const maria = await newPage(browser, undefined, stack.url);
  const amira = await newPage(browser, undefined, stack.url);
  try {
    const link = await startMeeting(maria);
    await join(maria, 'Maria');
    await amira.goto(link);
    await amira.getByRole('button', { name: new RegExp(`^${say.settings.iRead}`) }).click();
    await amira.getByRole('option', { name: /^Arabic/ }).click();
    await join(amira, 'أميرة');
    await expectAiLive(maria);
    await maria.getByRole('button', { name: say.control.microphoneOn }).click();

    const line = overlay(amira).locator('p').first();
    await expect(line).toHaveText(ARABIC, { timeout: 30_000 });
    await expect(line).toHaveAttribute('dir', 'rtl');
    await expect(line).toHaveAttribute('lang', 'ar');
    await expect(overlay(amira)).toContainText(say.translation.label);
    await expect(overlay(amira).locator('bdi')).toHaveText('Maria');
    await expect(captionLog(amira)).toContainText(ARABIC, { timeout: 30_000 });
    await amira.getByRole('button', { name: say.control.transcript, exact: true }).click();
    const panel = amira.getByRole('complementary', { name: say.captions.soFar });
    const said = panel.getByText(ARABIC).first();
    await expect(said).toBeVisible();
    expect(await said.evaluate((element) => getComputedStyle(element).direction)).toBe('rtl');
    expect(await said.evaluate(isSetFromTheRight)).toBe(true);
    await info.attach('right-to-left', { body: await amira.screenshot(), contentType: 'image/png' });

    await expect(captionLog(maria)).not.toContainText(ARABIC);
    await panel.getByRole('button', { name: say.translation.original }).first().click();
    const original = panel.locator('p[lang^="en"]').first();
    await expect(original).toBeVisible();
    expect(await original.evaluate((element) => getComputedStyle(element).direction)).toBe('ltr');
    await info.attach('original', { body: await amira.screenshot(), contentType: 'image/png' });
  } finally {
    for (const page of [maria, amira]) await page.context().close();
    await stack.stop();
    rmSync(folder, { recursive: true, force: true });
  }
});

/** Whether a text that does not fill its box lies at the right of it. */
function isSetFromTheRight(element: Element): boolean {
  const range = document.createRange();
  range.selectNodeContents(element);
  const lines = [...range.getClientRects()];
  const last = lines[lines.length - 1];
  const box = element.getBoundingClientRect();
  return last !== undefined && Math.abs(box.right - last.right) <= Math.abs(last.left - box.left);
}
