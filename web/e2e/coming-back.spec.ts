/** One person, one tile: over a reload, and over a connection that is lost. */
import { expect, expectAiLive, join, openPeople, people, startMeeting, test, tiles } from './parley.ts';
import { killSfu } from './sfu.ts';
import { filled, say } from './words.ts';

test('a reload keeps who you are', async ({ newcomer }) => {
  const maria = await newcomer();
  const link = await startMeeting(maria);
  await join(maria, 'Maria');
  const ben = await newcomer();
  await ben.goto(link);
  await join(ben, 'Ben');
  await expect(tiles(maria)).toHaveCount(2);

  const resuming = ben.waitForResponse((response) => response.url().endsWith('/resume'));
  await ben.reload();
  await join(ben, 'Ben');
  expect((await resuming).status()).toBe(200);
  await openPeople(maria);
  await expect(people(maria)).toHaveCount(2);
  await expect(tiles(maria)).toHaveCount(2);
  await expect(tiles(ben)).toHaveCount(2);
});

test('the host stays the host over a reload', async ({ newcomer }) => {
  const maria = await newcomer();
  await startMeeting(maria);
  await join(maria, 'Maria');
  await maria.reload();
  await join(maria, 'Maria');
  await maria.getByRole('button', { name: say.control.more }).click();
  await expect(maria.getByRole('menuitem', { name: say.host.end })).toBeVisible();
});

test('a second window takes the place of the first, which says so', async ({ newcomer }) => {
  const maria = await newcomer();
  const link = await startMeeting(maria);
  await join(maria, 'Maria');
  const second = await maria.context().newPage();
  await second.goto(link);
  await join(second, 'Maria');
  await expect(maria.getByRole('heading', { name: say.over.duplicateTitle })).toBeVisible();
  await expect(tiles(second)).toHaveCount(1);
});

test('a person who is removed is told so', async ({ newcomer }) => {
  const maria = await newcomer();
  const link = await startMeeting(maria);
  await join(maria, 'Maria');
  const ben = await newcomer();
  await ben.goto(link);
  await join(ben, 'Ben');
  await openPeople(maria);
  await maria.getByRole('button', { name: filled(say.people.remove, { name: 'Ben' }) }).click();
  await maria.getByRole('button', { name: say.people.removeConfirm, exact: true }).click();
  await expect(ben.getByRole('heading', { name: say.over.removedTitle })).toBeVisible();
  await expect(tiles(maria)).toHaveCount(1);
});

test('an SFU that crashes loses nobody and unmutes nobody', async ({ newcomer }) => {
  const maria = await newcomer();
  const link = await startMeeting(maria);
  await join(maria, 'Maria', { withMicrophone: true });
  await maria.getByRole('button', { name: say.control.microphoneOff }).click();
  await expect(maria.getByRole('button', { name: say.control.microphoneOn })).toBeVisible();
  const ben = await newcomer();
  await ben.goto(link);
  await join(ben, 'Ben');
  await expect(tiles(maria)).toHaveCount(2);
  await expectAiLive(maria);

  // Both at once, and at every frame: it lasts no longer than the SFU is away.
  const told = [maria, ben].map((page) => page.getByText(say.call.reconnecting).waitFor({ timeout: 30_000 }));
  killSfu();
  await Promise.all(told);
  for (const page of [maria, ben]) {
    await expect(page.getByText(say.call.reconnecting)).toBeHidden({ timeout: 120_000 });
    await expect(tiles(page)).toHaveCount(2);
    await expect(page.getByRole('button', { name: say.control.microphoneOn })).toBeVisible();
  }
});
