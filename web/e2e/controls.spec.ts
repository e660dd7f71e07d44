/** One call of a host, a guest and a viewer: what each of them can turn on and off, and what the others see of it. */
import type { Page } from '@playwright/test';
import {
  aiMark,
  captionLog,
  chooseDevice,
  endMeeting,
  expect,
  expectAiLive,
  join,
  newPage,
  openPeople,
  overlay,
  people,
  sessionOf,
  speakAnew,
  startMeeting,
  switchForAll,
  test,
  tiles,
} from './parley.ts';
import { publishedBy } from './sfu.ts';
import { expectSound } from './soundness.ts';
import { filled, say } from './words.ts';

test.describe.configure({ mode: 'serial' });

let maria: Page;
let ben: Page;
let meetingId: string;

test.beforeAll(async ({ browser }) => {
  maria = await newPage(browser);
  ben = await newPage(browser);
});
test.afterAll(async () => {
  for (const page of [maria, ben]) await page.context().close();
});

const turn = (page: Page, label: string) => page.getByRole('button', { name: label }).click();
const speaking = (page: Page, name: string) =>
  tiles(page).filter({ hasText: name }).and(page.locator('[data-speaking]'));

test('the code that the host sees lets a person in from the landing page', async () => {
  const link = await startMeeting(maria);
  meetingId = link.slice(link.lastIndexOf('/') + 1);
  await join(maria, 'Maria');
  const code = await maria.getByRole('region', { name: say.call.inviteLabel }).locator('strong').innerText();

  await ben.goto('/');
  await ben
    .getByRole('textbox', { name: say.landing.joinLabel })
    .fill(code.toUpperCase().replaceAll('-', ' '));
  await turn(ben, say.landing.join);
  await expect(ben).toHaveURL(link);
  await expect(ben.getByRole('textbox', { name: say.prejoin.name })).toBeVisible();
  await expect(ben.locator('[data-speaker]')).toHaveCount(0); // colours are given on joining, to all alike
  await join(ben, 'Ben');
  await expect(tiles(maria)).toHaveCount(2);
});

test('everybody has the same colour in both browsers', async () => {
  const colours = (page: Page) =>
    tiles(page).evaluateAll((all) => all.map((tile) => tile.getAttribute('data-speaker')));
  const [ofMaria, ofBen] = await colours(maria);
  expect(ofMaria).not.toBe(ofBen);
  expect(await colours(ben)).toEqual([ofBen, ofMaria]); // each sees their own tile first
});

test('captions are turned off and on for oneself', async () => {
  await expectAiLive(maria);
  await turn(ben, say.control.captionsOff);
  await turn(maria, say.control.microphoneOn);
  await expect(captionLog(maria)).toContainText('Maria:', { timeout: 30_000 });
  await expect(overlay(ben)).toHaveCount(0);
  await expect(captionLog(ben)).toHaveCount(0);
  await turn(ben, say.control.captionsOn);
  await expect(captionLog(ben)).toContainText('Maria:');
  await turn(maria, say.control.microphoneOff);
});

test('the host turns captions off for everyone: they see who did, and nothing said is captioned', async () => {
  await switchForAll(maria, say.host.captions);
  await aiMark(ben, say.ai.tasksNotes).click();
  const about = ben.getByRole('dialog', { name: say.ai.title });
  await expect(about).toContainText(filled(say.ai.changedBy, { name: 'Maria' }));
  await expect(about.getByRole('definition')).toHaveText([say.ai.off, say.ai.on, say.ai.on]);
  await ben.keyboard.press('Escape');

  const before = await captionLog(ben).innerText();
  await turn(ben, say.control.microphoneOn);
  await expect(speaking(maria, 'Ben')).toBeVisible({ timeout: 30_000 });
  // Notes are still on: once the words are stored for them, a caption would have come before.
  await expect.poll(() => speakers(ben), { timeout: 30_000 }).toContain('Ben');
  await expect(overlay(ben)).toHaveCount(0);
  expect(await captionLog(ben).innerText()).toBe(before);
  await turn(ben, say.control.microphoneOff);
});

test('the host turns captions on again; another microphone, chosen in the call, is heard', async () => {
  await switchForAll(maria, say.host.captions);
  await expectAiLive(ben);
  await expect(overlay(ben)).toHaveCount(0);
  await turn(maria, say.control.microphoneOn);
  await speakAnew(maria);
  await expect(overlay(ben)).toContainText('Maria', { timeout: 30_000 });
  await turn(maria, say.control.microphoneOff);
});

test('whoever comes late reads what was just said, and all of it beside the stage', async ({
  newcomer,
}, info) => {
  await expect.poll(async () => (await speakers(ben)).at(-1), { timeout: 30_000 }).toBe('Maria');
  const lou = await newcomer({ width: 390, height: 844 });
  await lou.goto(`/m/${meetingId}`);
  await join(lou, 'Lou');
  const recap = lou.getByRole('region', { name: say.captions.recap });
  await expect(recap.getByRole('listitem').last()).toContainText('Maria');
  await expect(recap).toContainText(say.captions.label);
  const [card, tile] = [await recap.boundingBox(), await tiles(lou).first().boundingBox()];
  expect((card?.y ?? 0) + (card?.height ?? 0), 'no face is covered').toBeLessThanOrEqual(tile?.y ?? 0);
  await expectSound(lou, info, 'the recap');
  await recap.getByRole('button', { name: say.captions.recapAll }).click();
  await expect(recap).toHaveCount(0);
  const panel = lou.getByRole('complementary', { name: say.captions.soFar });
  await expect(panel.getByRole('listitem').filter({ hasText: 'Ben' })).not.toHaveCount(0);
  await panel.getByRole('button', { name: say.captions.copy }).click();
  await expect(panel.getByRole('button', { name: say.transcript.copied })).toBeVisible();
  await expectSound(lou, info, 'what was said so far');
});

test('a viewer watches and publishes nothing; a shared screen is seen, and goes', async ({ newcomer }) => {
  const vera = await newcomer();
  await vera.goto(`/m/${meetingId}?role=viewer`);
  await vera.getByRole('textbox', { name: say.prejoin.name }).fill('Vera');
  await expect(vera.getByRole('button', { name: say.control.cameraOn })).toHaveCount(0);
  await turn(vera, say.prejoin.watch);
  await expect(tiles(vera)).toHaveCount(2);
  for (const own of [say.control.microphoneOn, say.control.cameraOn, say.control.shareOn]) {
    await expect(vera.getByRole('button', { name: own })).toHaveCount(0);
  }
  for (const key of ['m', 'v', 's']) await vera.keyboard.press(key);
  await openPeople(maria);
  await expect(people(maria).filter({ hasText: 'Vera' })).toContainText(say.people.viewer);
  await expect(tiles(maria)).toHaveCount(2);

  await turn(maria, say.control.shareOn);
  const screen = vera.getByRole('region', { name: filled(say.call.screenOf, { name: 'Maria' }) });
  const width = () => screen.locator('video').evaluate((video: HTMLVideoElement) => video.videoWidth);
  await expect.poll(width, { timeout: 20_000 }).toBeGreaterThan(0);
  await expect(maria.getByText(say.call.sharingOwn)).toBeVisible();
  expect(await publishedBy(meetingId, (await sessionOf(maria, meetingId)).identity)).toContain(
    'SCREEN_SHARE',
  );
  expect(await publishedBy(meetingId, (await sessionOf(vera, meetingId)).identity)).toEqual([]);
  await maria.getByRole('toolbar').getByRole('button', { name: say.control.shareOff }).click();
  await expect(screen).toHaveCount(0);
});

test('another camera is chosen in the call, and used', async () => {
  await turn(maria, say.control.cameraOn);
  const label = () =>
    tiles(maria)
      .first()
      .locator('video')
      .evaluate((video: HTMLVideoElement) => (video.srcObject as MediaStream).getVideoTracks()[0]?.label);
  await expect.poll(label).toBe('fake_device_0');
  await chooseDevice(maria, say.device.camera, 'fake_device_1');
  await expect.poll(label).toBe('fake_device_1');
});

test('with notes off there are none, and when the host ends the meeting everyone goes on to what remains', async () => {
  await switchForAll(maria, say.host.notes);
  await expect(aiMark(ben, say.ai.tasksCaptions)).toBeVisible();
  await endMeeting(maria);
  await expect(ben).toHaveURL(/\/after$/);
  await expect(ben.getByRole('region', { name: say.notes.title })).toContainText(say.notes.off);
  await expect(ben.getByRole('region', { name: say.transcript.title })).toContainText('Maria');
});

/** Whose words are stored, as the person on this page may read them. */
async function speakers(page: Page): Promise<readonly string[]> {
  const { resumeSecret } = await sessionOf(page, meetingId);
  const answer = await page.request.get(`/api/meetings/${meetingId}/transcript`, {
    headers: { authorization: `Bearer ${resumeSecret}` },
  });
  const { segments }: { segments: { speaker_name: string }[] } = await answer.json();
  return segments.map((segment) => segment.speaker_name);
}
