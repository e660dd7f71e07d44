/** The spine: what is said in one browser is read in another, stored, and noted. */
import type { Page } from '@playwright/test';
import {
  agents,
  captionLog,
  endMeeting,
  expect,
  expectAiLive,
  join,
  openPeople,
  overlay,
  speakAnew,
  startMeeting,
  test,
} from './parley.ts';
import { expectSound } from './soundness.ts';
import { spokenWords, words } from './speech.ts';
import { overlap, say } from './words.ts';

const SPOKEN = spokenWords();
/** How it begins; said once, it makes up at most half of itself said twice. */
const FIRST = SPOKEN.slice(0, 6);
/** Whisper tiny.en hears this speech nearly word for word; a lesser engine may still pass. */
const ENOUGH = 0.6;

const transcriptOf = (page: Page) => page.getByRole('region', { name: say.transcript.title });

test('what one person says, the other reads, and it is there after the meeting', async ({
  newcomer,
}, info) => {
  const maria = await newcomer();
  const link = await startMeeting(maria);
  await join(maria, 'Maria', { withCamera: true });
  const ben = await newcomer();
  await ben.goto(link);
  await join(ben, 'Ben');
  await expectAiLive(maria);

  // Each time it is opened, the fake microphone speaks from its beginning.
  await maria.getByRole('button', { name: say.control.microphoneOn }).click();
  const heard = async () => overlap(SPOKEN, words(await captionLog(ben).innerText()));
  await expect.poll(heard, { timeout: 30_000 }).toBeGreaterThanOrEqual(ENOUGH);
  await expect(captionLog(ben)).toContainText('Maria:');
  await expect(ben.getByText(say.captions.label).first()).toBeVisible();
  await openPeople(ben);
  await expect(agents(ben)).toHaveCount(1);
  await expect(agents(ben)).toContainText(say.ai.tasksBoth);
  await expect(agents(ben).getByTitle(say.ai.markTitle)).toHaveText(say.ai.badge);
  await info.attach('call', { body: await ben.screenshot(), contentType: 'image/png' });

  // Ben leaves early; Maria says it all again, and ends the meeting in the middle of a sentence.
  await ben.getByRole('button', { name: say.control.leave }).click();
  await expect(ben.getByText(say.after.stillRunning)).toBeVisible();
  await speakAnew(maria);
  const saidAgain = async () => overlap(FIRST, words((await overlay(maria).allInnerTexts()).join(' ')));
  await expect.poll(saidAgain, { timeout: 30_000, intervals: [100] }).toBeGreaterThanOrEqual(ENOUGH);
  await endMeeting(maria);
  for (const page of [maria, ben]) {
    await expect(page.getByText(say.after.stillRunning)).toBeHidden();
    const stored = async () => overlap(SPOKEN, words(await transcriptOf(page).innerText()));
    await expect.poll(stored).toBeGreaterThanOrEqual(ENOUGH);
    const saidTwice = async () => overlap([...FIRST, ...FIRST], words(await transcriptOf(page).innerText()));
    await expect.poll(saidTwice).toBeGreaterThanOrEqual(ENOUGH);
    await expect(transcriptOf(page)).toContainText('Maria');
    // She was still talking when she ended it: that is no gap.
    await expect(transcriptOf(page).locator('[data-gap]')).toHaveCount(0);
    const notes = page.getByRole('region', { name: say.notes.title });
    await expect(notes).toContainText('Notes by AI', { timeout: 30_000 });
    await expect(notes.getByRole('listitem').first()).toBeVisible();
  }
  expect(await transcriptOf(ben).innerText()).toBe(await transcriptOf(maria).innerText());
  await info.attach('after', { body: await maria.screenshot(), contentType: 'image/png' });
});

test('a person who comes late reads what was said before', async ({ newcomer }, info) => {
  const maria = await newcomer();
  const link = await startMeeting(maria);
  await join(maria, 'Maria');
  await expectAiLive(maria);
  await maria.getByRole('button', { name: say.control.microphoneOn }).click();
  const heard = async () => overlap(SPOKEN, words(await captionLog(maria).innerText()));
  await expect.poll(heard, { timeout: 30_000 }).toBeGreaterThanOrEqual(ENOUGH);
  await maria.getByRole('button', { name: say.control.microphoneOff }).click();

  const ben = await newcomer();
  await ben.goto(link);
  await join(ben, 'Ben');
  await ben.getByRole('button', { name: say.control.transcript, exact: true }).click();
  const panel = ben.getByRole('complementary', { name: say.captions.soFar });
  await expect
    .poll(async () => overlap(SPOKEN, words(await panel.innerText())))
    .toBeGreaterThanOrEqual(ENOUGH);
  await expect(panel).toContainText('Maria');
  await expectSound(ben, info, 'said so far');
});
