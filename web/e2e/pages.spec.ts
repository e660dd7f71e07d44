/** Each page: no serious accessibility violation, nothing wider than a small phone, bad input in plain words. */
import { chooseByKeys, tabTo } from './keyboard.ts';
import { endMeeting, expect, expectInCall, join, overlay, people, startMeeting, test } from './parley.ts';
import { inPseudo, PSEUDO_START, plainEnglish } from './pseudo.ts';
import { expectSound, wordsOutOfSight } from './soundness.ts';
import { say } from './words.ts';

const PHONE = { width: 390, height: 844 };

test('from landing to the end of the meeting by keyboard alone, every page and panel is sound', async ({
  newcomer,
}, info) => {
  const title = 'Planning <i>Q1</i>';
  const name = '<img src=x onerror="document.title=`owned`"><b>Bob</b>';
  const page = await newcomer();
  const button = (label: string) => page.getByRole('button', { name: label });
  await page.goto('/');
  await expect(button(say.landing.start)).toBeVisible();
  await expectSound(page, info, 'landing');
  await tabTo(page, page.getByRole('textbox', { name: say.landing.name }));
  await page.keyboard.type(title);
  await tabTo(page, button(say.landing.start));
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await tabTo(page, button(say.control.cameraOn));
  await page.keyboard.press('Space');
  await expect(page.getByLabel(say.prejoin.preview)).toBeVisible();
  await expectSound(page, info, 'pre-join');
  await tabTo(page, page.getByRole('textbox', { name: say.prejoin.name }));
  await page.keyboard.type(name);
  await page.keyboard.press('Enter');

  await expectInCall(page, name);
  await expect(page.getByRole('toolbar')).toContainText(title);
  await expectSound(page, info, 'call');
  await page.keyboard.press('p');
  await expect(people(page)).toContainText(name);
  await expectSound(page, info, 'people');
  await page.keyboard.press('p');
  await expect(people(page)).toHaveCount(0);
  for (const sheet of [say.settings.own, say.captionLook.title, say.host.forAll]) {
    await chooseByKeys(page, sheet);
    await expect(page.getByRole('dialog', { name: sheet })).toBeVisible();
    await expectSound(page, info, sheet);
    await page.keyboard.press('Escape');
    await expect(button(say.control.more)).toBeFocused();
  }
  await expect(page.locator('main img, main b, main i')).toHaveCount(0); // markup in names is text
  await chooseByKeys(page, say.host.end);
  await tabTo(page, button(say.host.endConfirm));
  await page.keyboard.press('Enter');

  await expect(page.getByRole('heading', { name: say.notes.title })).toBeVisible();
  await expect(page.getByRole('heading', { name: title })).toBeVisible();
  await expectSound(page, info, 'after');
  await expect(page).not.toHaveTitle('owned');
});

test('on a phone every page is sound in words a third longer than English, and none is left in English', async ({
  newcomer,
}, info) => {
  const page = await newcomer(PHONE);
  const turn = (label: string) => page.getByRole('button', { name: inPseudo(label) }).click();
  const expectFit = async (name: string) => {
    await expectSound(page, info, name);
    expect(await wordsOutOfSight(page), `all words of ${name} are in sight`).toEqual([]);
    expect(await plainEnglish(page), `${name} is translated`).toEqual([]);
  };
  await page.goto(PSEUDO_START);
  await expect(page.getByRole('button', { name: inPseudo(say.landing.start) })).toBeVisible();
  await expectFit('landing');
  await startMeeting(page, PSEUDO_START, inPseudo);
  await turn(say.control.cameraOn);
  await expect(page.getByLabel(inPseudo(say.prejoin.preview))).toBeVisible();
  await expectFit('pre-join');
  await join(page, 'Maria', {}, inPseudo);
  await expectFit('call');
  await turn(say.control.more);
  await page.getByRole('menuitem', { name: inPseudo(say.settings.own) }).click();
  await expectFit('own settings');
  await turn(say.app.done);
  await endMeeting(page, inPseudo);
  await expect(page.getByRole('heading', { name: inPseudo(say.notes.title) })).toBeVisible();
  await expectFit('after');
});

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
