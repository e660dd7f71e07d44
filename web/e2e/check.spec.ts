/** The connection test: on a server without a relay, with one, and with one that has stopped answering. */
import { join as path } from 'node:path';
import type { Page } from '@playwright/test';
import config from '../playwright.config.ts';
import { leg, run, savedReport, title } from './connection-test.ts';
import { expect, newPage, startMeeting, test } from './parley.ts';
import { hasCoturn, makeCertificate } from './relayed.ts';
import { freeze } from './sfu.ts';
import { expectSound } from './soundness.ts';
import { startStack } from './stack.ts';
import { say } from './words.ts';

// The relay's certificate is made for this run.
test.use({
  launchOptions: {
    ...config.use?.launchOptions,
    args: [...(config.use?.launchOptions?.args ?? []), '--ignore-certificate-errors'],
  },
});

test('before a call, every leg is tried and told, and the report holds no secret', async ({
  newcomer,
}, info) => {
  const page = await newcomer({ width: 390, height: 844 });
  const tokens = tokensOf(page);
  const link = await startMeeting(page);
  await page.getByRole('link', { name: say.prejoin.check }).click();
  await expectSound(page, info, 'connection test, before');
  await run(page);
  await expect(title(page)).toHaveText(say.check.goodTitle);
  await expectSound(page, info, 'connection test, done');
  for (const name of [say.check.legIceTcp, say.check.legTurnUdp, say.check.legTurnTls]) {
    await expect(leg(page, name)).toContainText(say.check.notOffered);
  }
  const { report, text } = await savedReport(page);
  const statuses = Object.fromEntries(report.legs.map(({ leg: name, status }) => [name, status]));
  expect(statuses).toMatchObject({
    browser: 'ok',
    signal: 'ok',
    udp: 'ok',
    publish: 'ok',
    receive: 'ok',
    agent: 'ok',
  });
  expect(statuses).toMatchObject({
    ice_tcp: 'not_offered',
    turn_udp: 'not_offered',
    turn_tls: 'not_offered',
  });
  expect(report.endpoints.map((endpoint) => endpoint.leg)).toEqual(['api', 'signal', 'udp']);
  const secrets = await tokens;
  expect(secrets).toHaveLength(5);
  for (const secret of secrets) expect(text).not.toContain(secret);
  await page.getByRole('link', { name: say.after.toMeeting }).click();
  await expect(page).toHaveURL(link);
});

test('a relay that works is found by both ways, and one that does not answer is named', async ({
  browser,
}, info) => {
  test.skip(!hasCoturn(), 'needs coturn (turnserver on PATH)');
  const folder = process.env['PARLEY_E2E_FOLDER'] ?? '';
  const data = path(folder, 'check-with-relay');
  const stack = await startStack(data, {
    PARLEY_SPEECH_ENGINE: 'fake',
    PARLEY_TURN: 'true',
    ...makeCertificate(folder),
  });
  try {
    const page = await newPage(browser, undefined, stack.url);
    await page.goto('/check');
    await run(page);
    await expect(title(page)).toHaveText(say.check.goodTitle);
    for (const name of [say.check.legTurnUdp, say.check.legTurnTls]) {
      await expect(leg(page, name)).toContainText(say.check.ok);
    }
    const thaw = freeze(path(data, 'turnserver.conf'));
    try {
      await run(page, say.check.again);
    } finally {
      thaw();
    }
    await expect(title(page)).toHaveText(say.check.noSpareTitle);
    await expectSound(page, info, 'connection test, relay away');
    const { report } = await savedReport(page);
    for (const name of ['turn_udp', 'turn_tls'] as const) {
      const found = report.legs.find((one) => one.leg === name);
      const endpoint = report.endpoints.find((one) => one.leg === name);
      expect(found).toMatchObject({ status: 'failed', reason: 'no_relay' });
      expect(found?.advice).toContain(`${endpoint?.host}, port ${endpoint?.port}`);
    }
    await page.context().close();
  } finally {
    await stack.stop();
  }
});

/** What the backend hands out to the next test of this page. */
async function tokensOf(page: Page): Promise<readonly string[]> {
  const answer = await page.waitForResponse((response) => response.url().endsWith('/api/checks'));
  const { tokens }: { tokens: Readonly<Record<string, string>> } = await answer.json();
  return Object.values(tokens);
}
