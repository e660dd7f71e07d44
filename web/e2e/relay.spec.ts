/** People whose networks let nothing but a relay through meet, one by UDP and one by TLS. */
import { join as path } from 'node:path';
import type { Page } from '@playwright/test';
import config from '../playwright.config.ts';
import { expect, join, newPage, startMeeting, test, tiles } from './parley.ts';
import { connections, hasCoturn, makeCertificate, relayOnly } from './relayed.ts';
import { startStack } from './stack.ts';
import { say } from './words.ts';

// The certificate is made for this run: only this flag lets Chromium take it for TURN over TLS as well.
test.use({
  launchOptions: {
    ...config.use?.launchOptions,
    args: [...(config.use?.launchOptions?.args ?? []), '--ignore-certificate-errors'],
  },
});

test('people behind a relay hear and see each other, by UDP and by TLS', async ({ browser }, info) => {
  test.skip(!hasCoturn(), 'needs coturn (turnserver on PATH)');
  const folder = process.env['PARLEY_E2E_FOLDER'] ?? '';
  const stack = await startStack(path(folder, 'with-relay'), {
    PARLEY_SPEECH_ENGINE: 'off',
    PARLEY_TURN: 'true',
    ...makeCertificate(folder),
  });
  try {
    const [maria, ben] = [
      await newPage(browser, undefined, stack.url),
      await newPage(browser, undefined, stack.url),
    ];
    await relayOnly(maria, 'turn');
    await relayOnly(ben, 'turns');
    const link = await startMeeting(maria);
    await join(maria, 'Maria', { withCamera: true });
    await ben.goto(link);
    await join(ben, 'Ben', { withMicrophone: true, withCamera: true });
    await expect(tiles(ben)).toHaveCount(2);
    // Opened now, her fake microphone speaks from its beginning.
    await maria.getByRole('button', { name: say.control.microphoneOn }).click();
    await expectRelayed(maria, 'udp', /^turn:127\.0\.0\.1:/);
    await expectRelayed(ben, 'tls', /^turns:127\.0\.0\.1:/);
    await info.attach('relayed', { body: await ben.screenshot(), contentType: 'image/png' });
    for (const page of [maria, ben]) await page.context().close();
  } finally {
    await stack.stop();
  }
});

/** The other is heard and seen, and every connection has gone through the relay, by this protocol. */
async function expectRelayed(page: Page, protocol: 'udp' | 'tls', url: RegExp): Promise<void> {
  const reached = async () => {
    const found = await connections(page);
    return {
      isSeen: found.some(({ framesDecoded }) => framesDecoded > 20),
      isHeard: found.some(({ audioEnergy }) => audioEnergy > 0),
      hasSent: found.some(({ bytesSent }) => bytesSent > 10_000),
    };
  };
  await expect.poll(reached, { timeout: 30_000 }).toEqual({ isSeen: true, isHeard: true, hasSent: true });
  for (const connection of await connections(page)) {
    expect(connection).toMatchObject({ candidateType: 'relay', relayProtocol: protocol });
    expect(connection.relayUrl).toMatch(url);
  }
}
