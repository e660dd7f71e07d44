/** Everybody reads the meeting in the language that they chose, and in no other. */
import type { Page } from '@playwright/test';
import { captionLog, expect, expectAiLive, join, overlay, startMeeting, test } from './parley.ts';
import { expectSound } from './soundness.ts';
import { spokenWords, words } from './speech.ts';
import { filled, overlap, say } from './words.ts';

const SPOKEN = spokenWords();
/** As in meeting.spec.ts. */
const ENOUGH = 0.6;
/** Names and short words read the same in two languages; whole sentences do not. */
const FOREIGN = 0.45;

const spokenShare = async (page: Page) => overlap(SPOKEN, words(await captionLog(page).innerText()));
const draft = (page: Page) => page.getByText(say.translation.draft);

/** What somebody reads, chosen where it is asked: on the pre-join page or in the settings of the call. */
async function readIn(page: Page, language: RegExp): Promise<void> {
  await page.getByRole('button', { name: new RegExp(`^${say.settings.iRead}`) }).click();
  await page.getByRole('option', { name: language }).click();
}

test('one reads Spanish, another English, each only their own', async ({ newcomer }, info) => {
  const maria = await newcomer();
  const link = await startMeeting(maria);
  await join(maria, 'Maria');
  const ana = await newcomer();
  await ana.goto(link);
  await readIn(ana, /^Spanish/);
  await expect(ana.getByText(say.settings.draftHint)).toBeVisible();
  await info.attach('pre-join', { body: await ana.screenshot(), contentType: 'image/png' });
  await join(ana, 'Ana');
  const ben = await newcomer();
  await ben.goto(link);
  await join(ben, 'Ben');
  await expectAiLive(maria);

  await maria.getByRole('button', { name: say.control.microphoneOn }).click();
  await expect(draft(ana).first()).toBeVisible({ timeout: 30_000 });
  await info.attach('overlay', { body: await ana.screenshot(), contentType: 'image/png' });
  await expect.poll(() => spokenShare(ben), { timeout: 30_000 }).toBeGreaterThanOrEqual(ENOUGH);
  await expect.poll(() => spokenShare(ana)).toBeLessThan(FOREIGN);
  await expect(captionLog(ana)).toContainText('Maria:');
  await expect(draft(ben)).toHaveCount(0);

  // What was said is one press away, over the stage and in the panel.
  await ana.getByRole('button', { name: say.control.transcript, exact: true }).click();
  const panel = ana.getByRole('complementary', { name: say.captions.soFar });
  await expect(panel.getByText(say.translation.draft).first()).toBeVisible();
  const inSpanish = overlap(SPOKEN, words(await panel.innerText()));
  for (const original of await panel.getByRole('button', { name: say.translation.original }).all())
    await original.click();
  await expect
    .poll(async () => overlap(SPOKEN, words(await panel.innerText())))
    .toBeGreaterThan(Math.max(inSpanish, ENOUGH));
  await info.attach('panel', { body: await ana.screenshot(), contentType: 'image/png' });
  await expectSound(ana, info, 'translated');

  // Who comes late has the backlog in their language, and after the meeting there are both.
  const eva = await newcomer();
  await eva.goto(link);
  await readIn(eva, /^Spanish/);
  await join(eva, 'Eva');
  await eva.getByRole('button', { name: say.control.transcript, exact: true }).click();
  await expect(draft(eva).first()).toBeVisible();
  await ana.getByRole('button', { name: say.control.leave }).click();
  await expect(ana.getByText(say.after.stillRunning)).toBeVisible();
  const transcript = ana.getByRole('region', { name: say.transcript.title });
  await expect(transcript).toContainText(say.translation.draft);
  const spokenThere = async () => overlap(SPOKEN, words(await transcript.innerText()));
  expect(await spokenThere()).toBeLessThan(FOREIGN);
  await info.attach('after', { body: await ana.screenshot(), contentType: 'image/png' });
  await transcript.getByRole('button', { name: say.transcript.language }).click();
  await ana.getByRole('option', { name: say.transcript.asSpoken }).click();
  await expect.poll(spokenThere).toBeGreaterThanOrEqual(ENOUGH);
});

test('a language is changed in the middle of the call, and what cannot be translated says so', async ({
  newcomer,
}) => {
  const maria = await newcomer();
  await maria.addInitScript(() => {
    Object.defineProperty(navigator, 'languages', { value: ['en', 'de'] });
  });
  await startMeeting(maria);
  await readIn(maria, /^German/); // which no engine of this server writes
  await expect(maria.getByText(filled(say.settings.notTranslated, { language: 'German' }))).toBeVisible();
  await readIn(maria, new RegExp(`^${say.settings.asSpoken}`));
  await join(maria, 'Maria');
  await expectAiLive(maria);
  await maria.getByRole('button', { name: say.control.microphoneOn }).click();
  await expect.poll(() => spokenShare(maria), { timeout: 30_000 }).toBeGreaterThanOrEqual(ENOUGH);
  await expect(overlay(maria).getByRole('button', { name: say.translation.original })).toHaveCount(0);
  await maria.getByRole('button', { name: say.control.more }).click();
  await maria.getByRole('menuitem', { name: say.settings.own }).click();
  await readIn(maria, /^Spanish/);
  await expect(maria.getByText(say.settings.draftHint)).toBeVisible();
  await maria.getByRole('button', { name: say.app.done }).click();
  // What was said before is there in Spanish too.
  await expect.poll(() => spokenShare(maria)).toBeLessThan(FOREIGN);
});
