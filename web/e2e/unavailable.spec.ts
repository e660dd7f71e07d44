/** A stack without a speech engine: people meet all the same, and are told in words that captions are unavailable. */
import { join as path } from 'node:path';
import { agents, expect, join, newPage, openPeople, startMeeting, test, tiles } from './parley.ts';
import { startStack } from './stack.ts';
import { say } from './words.ts';

test('without a speech engine the call works and says that there are no captions', async ({ browser }) => {
  const folder = process.env['PARLEY_E2E_FOLDER'] ?? '';
  const stack = await startStack(path(folder, 'without-speech'), { PARLEY_SPEECH_ENGINE: 'off' });
  try {
    const [maria, ben] = [
      await newPage(browser, undefined, stack.url),
      await newPage(browser, undefined, stack.url),
    ];
    const link = await startMeeting(maria);
    await join(maria, 'Maria', { withMicrophone: true });
    await ben.goto(link);
    await join(ben, 'Ben');
    await expect(tiles(maria)).toHaveCount(2);
    await expect(ben.getByText(say.captions.unavailable)).toBeVisible();
    await expect(ben.getByRole('button', { name: say.ai.markUnavailable })).toBeVisible();
    // The call itself: Maria is heard.
    await expect(tiles(ben).and(ben.locator('[data-speaking]'))).toContainText('Maria', { timeout: 30_000 });
    await openPeople(ben);
    await expect(agents(ben)).toContainText(say.ai.stateUnavailable);
    for (const page of [maria, ben]) await page.context().close();
  } finally {
    await stack.stop();
  }
});
