/** Why a meeting was choppy: who reads it, and that it can be read by everybody. */
import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { endMeeting, expect, join, startMeeting, test } from './parley.ts';
import { expectSound } from './soundness.ts';
import { say } from './words.ts';

const PHONE = { width: 390, height: 844 };
const DESKTOP = { width: 1280, height: 800 };
/** A call with three troubles, as the backend tells it: those of real calls are made in the network lab. */
const BAD_CALL = readFileSync(
  fileURLToPath(new URL('../../tests/golden/MeetingDiagnosis.lossy-upload.json', import.meta.url)),
  'utf8',
);

test('a host comes to it from what remains of the meeting, and nobody else does', async ({
  newcomer,
}, info) => {
  const page = await newcomer(PHONE);
  const link = await startMeeting(page);
  await join(page, 'Maria');
  await endMeeting(page);
  await page.getByRole('link', { name: say.quality.link }).click();
  await expect(page).toHaveURL(/\/quality$/);
  await expect(page.getByRole('heading', { level: 1 })).toBeVisible();
  await expectSound(page, info, 'quality');
  await page.getByRole('link', { name: say.quality.toList }).click();
  await expect(page.getByRole('heading', { name: say.quality.list.own })).toBeVisible();
  await expect(page.getByRole('listitem')).toHaveCount(1);
  await expectSound(page, info, 'meetings by quality');

  const stranger = await newcomer();
  await stranger.goto(`${link}/quality`);
  await expect(stranger.getByRole('heading', { name: say.quality.ofHostsTitle })).toBeVisible();
  await stranger.goto('/quality');
  await stranger.getByRole('textbox', { name: say.quality.list.token }).fill('no token of this house');
  await stranger.getByRole('button', { name: say.quality.list.show }).click();
  await expect(stranger.getByRole('alert')).toBeVisible();
});

for (const [name, viewport, colorScheme] of [
  ['a desktop by day', DESKTOP, 'light'],
  ['a phone at night', PHONE, 'dark'],
] as const) {
  test(`a bad call is told in words, lines and numbers on ${name}`, async ({ newcomer }, info) => {
    const page = await newcomer(viewport);
    await page.emulateMedia({ colorScheme });
    await page.route('**/diagnosis', (route) =>
      route.fulfill({ body: BAD_CALL, contentType: 'application/json' }),
    );
    await page.goto('/');
    await page.evaluate(() =>
      localStorage.setItem(
        'parley.meeting.m',
        JSON.stringify({ identity: null, resumeSecret: null, hostKey: 'hk_m', name: '', role: null }),
      ),
    );
    await page.goto('/m/m/quality');
    await expect(page.getByRole('heading', { level: 1 })).toHaveText(
      /^Ben’s upload lost 12% of packets from/,
    );
    await expect(page.getByRole('heading', { level: 3 })).toHaveCount(2);
    await expect(page.getByRole('img', { name: /^Ben: not good from/ })).toBeVisible();
    await expect(page.getByRole('img', { name: /^Maria: good all the time/ })).toBeVisible();
    await expectSound(page, info, `bad call on ${name}`);
    const saved = page.waitForEvent('download');
    await page.getByRole('button', { name: say.quality.export }).press('Enter');
    expect(JSON.parse(readFileSync(await (await saved).path(), 'utf8'))).toEqual(JSON.parse(BAD_CALL));
  });
}
