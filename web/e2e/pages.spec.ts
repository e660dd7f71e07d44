/** Each page: no serious accessibility violation, nothing wider than a small phone, bad input in plain words. */
import {
  endMeeting,
  expect,
  join,
  openPeople,
  overlay,
  people,
  startMeeting,
  test,
  tiles,
} from './parley.ts';
import { expectSound } from './soundness.ts';
import { filled, say } from './words.ts';

const PHONE = { width: 390, height: 844 };

for (const [device, viewport] of [
  ['a desktop', { width: 1280, height: 800 }],
  ['a phone', PHONE],
] as const) {
  test(`every page is sound on ${device}`, async ({ newcomer }, info) => {
    const page = await newcomer(viewport);
    await page.goto('/');
    await expect(page.getByRole('button', { name: say.landing.start })).toBeVisible();
    await expectSound(page, info, 'landing');
    await startMeeting(page);
    await page.getByRole('button', { name: say.control.cameraOn }).click();
    await expect(page.getByLabel(say.prejoin.preview)).toBeVisible();
    await expectSound(page, info, 'pre-join');
    await join(page, 'Maria');
    await expectSound(page, info, 'call');
    await endMeeting(page);
    await expect(page.getByRole('heading', { name: say.notes.title })).toBeVisible();
    await expectSound(page, info, 'after');
  });
}

test('on a low screen the way in and what went wrong with it are in sight', async ({ newcomer }, info) => {
  const page = await newcomer({ width: 1280, height: 720 });
  await startMeeting(page);
  await page.getByRole('button', { name: say.control.cameraOn }).click();
  const enter = page.getByRole('button', { name: say.prejoin.join, exact: true });
  await expect(page.getByLabel(say.prejoin.preview)).toBeVisible();
  await expect(enter).toBeInViewport({ ratio: 1 });
  await enter.press('Enter');
  await expect(page.getByText(say.prejoin.nameMissing)).toBeInViewport({ ratio: 1 });
  await page.route('**/api/**', (route) => route.abort());
  await page.getByRole('textbox', { name: say.prejoin.name }).fill('Maria');
  await enter.press('Enter');
  await expect(page.getByText(say.problem.unreachable)).toBeInViewport({ ratio: 1 });
  await expect(enter).toBeInViewport({ ratio: 1 });
  expect(await page.evaluate(() => window.scrollY)).toBe(0);
  await info.attach('low screen', { body: await page.screenshot(), contentType: 'image/png' });
});

test('captions in the largest letters stay within a phone as soon as they are chosen', async ({
  newcomer,
}, info) => {
  const page = await newcomer(PHONE);
  await startMeeting(page);
  await join(page, 'Maria');
  await page.getByRole('button', { name: say.control.more }).click();
  await page.getByRole('menuitem', { name: say.captionLook.title }).click();
  const lines = overlay(page).locator('p');
  const cut = () =>
    lines.evaluateAll((all) =>
      all.filter((line) => line.scrollWidth > line.clientWidth).map((line) => line.textContent),
    );
  expect(await cut()).toEqual([]);
  for (const size of [say.captionLook.largest, say.captionLook.small, say.captionLook.largest]) {
    await page.getByText(size, { exact: true }).click(); // the radio itself is drawn by its label
    await expect(lines.first()).toBeVisible();
    expect(await cut(), size).toEqual([]);
  }
  await expectSound(page, info, 'caption settings');
});

test('a meeting that does not exist says so', async ({ newcomer }, info) => {
  const page = await newcomer(PHONE);
  await page.goto(`/m/${'x'.repeat(22)}`);
  await expect(page.getByRole('heading', { name: say.meeting.unknownTitle })).toBeVisible();
  await expectSound(page, info, 'unknown meeting');
});

test('a meeting that is over lets nobody in', async ({ newcomer }) => {
  const page = await newcomer();
  const link = await startMeeting(page);
  await join(page, 'Maria');
  await endMeeting(page);
  const late = await newcomer();
  await late.goto(link);
  await expect(late.getByRole('heading', { name: say.meeting.endedTitle })).toBeVisible();
});

test('a malformed code is told before anything is sent', async ({ newcomer }) => {
  const page = await newcomer();
  await page.goto('/');
  await page.getByRole('textbox', { name: say.landing.joinLabel }).fill('abc');
  await page.getByRole('button', { name: say.landing.join, exact: true }).click();
  await expect(page.getByText(say.landing.codeLength)).toBeVisible();
});

test('markup in a name is text', async ({ newcomer }) => {
  const name = '<img src=x onerror="document.title=`owned`"><b>Bob</b>';
  const page = await newcomer();
  await startMeeting(page);
  await join(page, name);
  await expect(tiles(page)).toContainText(filled(say.call.you, { name }));
  await openPeople(page);
  await expect(people(page)).toContainText(name);
  await expect(page.locator('main img, main b')).toHaveCount(0);
  await expect(page).not.toHaveTitle('owned');
});
