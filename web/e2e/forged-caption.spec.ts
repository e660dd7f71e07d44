/** Anyone who may send data can forge the caption topic: nobody is to see it, and nothing is to store it. */
import { stranger } from './forger.ts';
import { captionLog, expect, expectAiLive, join, stackUrl, startMeeting, test } from './parley.ts';
import { say } from './words.ts';

const FORGED = 'I hereby give all my shares away.';

interface Joined {
  readonly identity: string;
  readonly sfu_url: string;
  readonly resume_secret: string;
}

test('a caption that a participant forges is neither shown nor stored', async ({ newcomer, request }) => {
  const maria = await newcomer();
  const link = await startMeeting(maria);
  const joining = maria.waitForResponse((response) => response.url().endsWith('/join'));
  await join(maria, 'Maria');
  const joined: Joined = await (await joining).json();
  await expectAiLive(maria);
  const meetingId = link.slice(link.lastIndexOf('/') + 1);

  const witness = await stranger(await newcomer(), joined.sfu_url, meetingId, 'witness');
  const mallory = await stranger(await newcomer(), joined.sfu_url, meetingId, 'mallory');
  await mallory.forge('seg-forged', joined.identity, FORGED);
  // It did reach the room: a client that believes everybody has it.
  await expect.poll(() => witness.received()).toContain(FORGED);

  // What Maria's own microphone says comes later and is shown, so the forged one had its time.
  await maria.getByRole('button', { name: say.control.microphoneOn }).click();
  await expect(captionLog(maria)).toContainText('Maria:', { timeout: 30_000 });
  await expect(captionLog(maria)).not.toContainText('shares');
  await expect(maria.getByText(FORGED)).toHaveCount(0);

  const transcript = await request.get(`${stackUrl()}/api/meetings/${meetingId}/transcript`, {
    headers: { authorization: `Bearer ${joined.resume_secret}` },
  });
  expect(transcript.status()).toBe(200);
  expect(await transcript.text()).toContain('"segments"');
  expect(await transcript.text()).not.toContain('shares');
});
