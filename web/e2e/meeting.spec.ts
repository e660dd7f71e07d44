/** The spine: what is said in one browser is read in another, stored, and noted. */
import {
  agents,
  captionLog,
  endMeeting,
  expect,
  expectAiLive,
  join,
  openPeople,
  startMeeting,
  test,
} from './parley.ts';
import { spokenWords, words } from './speech.ts';
import { overlap, say } from './words.ts';

const SPOKEN = spokenWords();
/** Whisper tiny.en hears this speech nearly word for word; a lesser engine may still pass. */
const ENOUGH = 0.6;

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

  await endMeeting(maria);
  await expect(ben).toHaveURL(/\/after$/);
  for (const page of [maria, ben]) {
    const transcript = page.getByRole('region', { name: say.transcript.title });
    const stored = async () => overlap(SPOKEN, words(await transcript.innerText()));
    await expect.poll(stored).toBeGreaterThanOrEqual(ENOUGH);
    await expect(transcript).toContainText('Maria');
    const notes = page.getByRole('region', { name: say.notes.title });
    await expect(notes).toContainText('Notes by AI', { timeout: 30_000 });
    await expect(notes.getByRole('listitem').first()).toBeVisible();
  }
  await info.attach('after', { body: await maria.screenshot(), contentType: 'image/png' });
});

test('a person who comes late reads what was said before', async ({ newcomer }) => {
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
  await ben.getByRole('button', { name: say.control.transcript }).click();
  const panel = ben.getByRole('complementary', { name: say.captions.soFar });
  await expect
    .poll(async () => overlap(SPOKEN, words(await panel.innerText())))
    .toBeGreaterThanOrEqual(ENOUGH);
  await expect(panel).toContainText('Maria');
});
