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

  // Words need not appear: the SFU is back within a second, and what is quickly mended is not talked of.
  const back = [maria, ben].map((page) =>
    page.waitForEvent('websocket', { predicate: (socket) => socket.url().includes('/rtc'), timeout: 30_000 }),
  );
  killSfu();
  await Promise.all(back);
  for (const page of [maria, ben]) {
    await expect(page.getByText(say.call.reconnecting)).toBeHidden({ timeout: 60_000 });
    await expect(tiles(page)).toHaveCount(2);
    await expect(page.getByRole('button', { name: say.control.microphoneOn })).toBeVisible();
  }

  // And what is said from now on is said to each other.
  const mariasMark = tiles(ben).filter({ hasText: 'Maria' }).getByRole('img', { name: say.call.muted });
  await expect(mariasMark).toBeVisible();
  await maria.getByRole('button', { name: say.control.microphoneOn }).click();
  await expect(mariasMark).toBeHidden();
});
