/** A background effect from the pre-join page into the call: loaded when it is asked for, and kept. */
import type { Page } from '@playwright/test';
import { expect, join, startMeeting, test, tiles } from './parley.ts';
import { expectSound } from './soundness.ts';
import { say } from './words.ts';

const effect = (page: Page, name: string) => page.getByRole('radio', { name, exact: true });
const open = (page: Page) => page.getByRole('button', { name: say.background.title }).click();

/** React Aria hides the radio itself; people press what is drawn around it. */
const choose = (page: Page, name: string) => page.getByText(name, { exact: true }).click();

/** What effects load: the runtime and the models. */
const isPart = (url: string) => /\.(wasm|tflite)$/.test(new URL(url).pathname);

test('a blur is chosen before the call, loaded only then, seen by others and still chosen in the call', async ({
  newcomer,
}, info) => {
  const maria = await newcomer();
  const loaded: string[] = [];
  maria.context().on('request', (request) => {
    if (isPart(request.url())) loaded.push(request.url());
  });
  const link = await startMeeting(maria);
  await maria.getByRole('button', { name: say.control.cameraOn }).click();
  await expect(maria.getByLabel(say.prejoin.preview)).toBeVisible();
  expect(loaded).toEqual([]);

  await open(maria);
  await choose(maria, say.background.blur);
  const dialog = maria.getByRole('dialog', { name: say.background.title });
  await expect(dialog).toContainText(/\d+ ms/, { timeout: 60_000 });
  expect(loaded.length).toBeGreaterThan(0);
  await expectSound(maria, info, 'background');
  await dialog.getByRole('button', { name: say.app.done }).click();
  await join(maria, 'Maria');

  const ben = await newcomer();
  await ben.goto(link);
  await join(ben, 'Ben');
  const picture = tiles(ben).filter({ hasText: 'Maria' }).locator('video');
  await expect
    .poll(() => picture.evaluate((video: HTMLVideoElement) => video.videoWidth), { timeout: 30_000 })
    .toBeGreaterThan(0);

  await maria.getByRole('button', { name: say.control.more }).click();
  await maria.getByRole('menuitem', { name: say.settings.own }).click();
  await expect(effect(maria, say.background.blur)).toBeChecked();
  await expect(maria.getByRole('dialog')).toContainText(/\d+ ms/, { timeout: 60_000 });
  await choose(maria, say.background.none);
  await expect(maria.getByRole('dialog')).not.toContainText(/\d+ ms/);
  await maria.getByRole('button', { name: say.app.done }).click();
  await expect(tiles(maria).locator('video')).toBeVisible();
});

test('an effect that cannot be loaded is off again, and says so; the camera stays', async ({ newcomer }) => {
  const maria = await newcomer();
  await maria.route('**/*.tflite', (route) => route.fulfill({ status: 404 }));
  await startMeeting(maria);
  await maria.getByRole('button', { name: say.control.cameraOn }).click();
  await open(maria);
  await choose(maria, say.background.blur);
  await expect(maria.getByRole('alert')).toContainText(say.background.nowOff, { timeout: 60_000 });
  await expect(effect(maria, say.background.none)).toBeChecked();
  await maria.getByRole('button', { name: say.app.done }).click();
  await expect(maria.getByRole('dialog')).toHaveCount(0);
  await expect(maria.getByLabel(say.prejoin.preview)).toBeVisible();
});
