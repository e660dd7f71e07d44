/** A call is told as it went, by beacons when its people leave. Support and hosts read it from the backend. */
import { gzipSync } from 'node:zlib';
import type { Page } from '@playwright/test';
import { z } from 'zod';
import { type MeetingTelemetry, zMeetingTelemetry } from '../src/gen/index.ts';
import { expect, join, stackUrl, startMeeting, test } from './parley.ts';
import { say } from './words.ts';

/** What a person's five seconds may take of a network. */
const BUCKET_BYTES_MAX = 1500;
/** A bucket and a bit: the rest goes by the beacon. */
const CALL_MS = 7000;

const zSession = z.object({ hostKey: z.string() });

/** Who made the meeting keeps its key. */
async function hostOf(page: Page): Promise<{ meetingId: string; hostKey: string }> {
  const meetingId = new URL(page.url()).pathname.split('/').at(-1) ?? '';
  const stored = await page.evaluate((id) => localStorage.getItem(`parley.meeting.${id}`), meetingId);
  return { meetingId, hostKey: zSession.parse(JSON.parse(stored ?? '{}')).hostKey };
}

async function telemetryOf({
  meetingId,
  hostKey,
}: Awaited<ReturnType<typeof hostOf>>): Promise<MeetingTelemetry> {
  const answer = await fetch(`${stackUrl()}/api/meetings/${meetingId}/telemetry`, {
    headers: { authorization: `Bearer ${hostKey}` },
  });
  return zMeetingTelemetry.parse(await answer.json());
}

test('what a call was like is known when its people have left', async ({ newcomer }, info) => {
  const maria = await newcomer();
  const link = await startMeeting(maria);
  const host = await hostOf(maria);
  await join(maria, 'Maria', { withMicrophone: true, withCamera: true });
  const ben = await newcomer();
  await ben.goto(link);
  await join(ben, 'Ben', { withMicrophone: true });
  await ben.waitForFunction(() => (document.querySelector('video')?.videoWidth ?? 0) > 0); // he sees her
  await ben.waitForTimeout(CALL_MS);
  await ben.getByRole('button', { name: say.control.leave }).click(); // the page stays
  await maria.goto('/'); // the page goes

  await expect.poll(async () => (await telemetryOf(host)).pages.length, { timeout: 20_000 }).toBe(2);
  const told = await telemetryOf(host);
  await info.attach('telemetry.json', {
    body: JSON.stringify(told, null, 1),
    contentType: 'application/json',
  });
  const of = (name: string) => {
    const person = told.people.find((one) => one.name === name);
    const page = told.pages.find(({ participant }) => participant === person?.identity);
    if (person === undefined || page === undefined) throw new Error(`nothing of ${name}`);
    return { identity: person.identity, page, buckets: page.buckets };
  };
  for (const name of ['Maria', 'Ben']) {
    const { page, buckets } = of(name);
    expect(page.marks).toMatchObject({ browser: 'chromium', system: 'linux' });
    for (const mark of ['connect_ms', 'ice_ms', 'publish_ms', 'first_frame_ms'] as const) {
      expect(page.marks[mark], `${name} ${mark}`).toBeGreaterThan(0);
      expect(page.marks[mark], `${name} ${mark}`).toBeLessThan(30_000);
    }
    expect(buckets.length).toBeGreaterThanOrEqual(2);
    const [, second] = buckets;
    expect(second).toMatchObject({
      publisher: { protocol: 'udp', relay_protocol: null },
      microphone: { state: 'live', suppressor: 'browser', suppressor_problem: null, is_doubled: false },
      away_ms: 0,
      reconnects: [],
    });
    expect(second?.uplink_audio?.packets).toBeGreaterThan(0);
    expect(second?.stages).toMatchObject({ on_device_ai_ms: 0, encode_ms: 26.5 });
    for (const bucket of buckets) {
      const bytes = gzipSync(JSON.stringify(bucket)).length;
      expect(bytes, `bucket ${bucket.sequence} of ${name}`).toBeLessThanOrEqual(BUCKET_BYTES_MAX);
    }
  }
  const speaking = of('Maria');
  expect(speaking.buckets.flatMap(({ uplink_video }) => uplink_video.map(({ source }) => source))).toContain(
    'camera',
  );
  expect(speaking.buckets.some(({ uplink_audio }) => typeof uplink_audio?.loss_pct === 'number')).toBe(true);
  // What Ben heard of Maria was played: only then is there anything to conceal.
  const heard = of('Ben').buckets.flatMap(({ downlink_audio }) => downlink_audio);
  expect(heard.some((row) => row.speaker === speaking.identity && row.concealed_pct !== null)).toBe(true);
  const seen = of('Ben').buckets.flatMap(({ downlink_video }) => downlink_video);
  expect(seen.some(({ speaker, width }) => speaker === speaking.identity && width > 0)).toBe(true);
  // One time axis for everybody, whatever their clocks show.
  const starts = ['Maria', 'Ben'].flatMap((name) => of(name).buckets.map(({ start_ms }) => start_ms));
  expect(Math.min(...starts)).toBeGreaterThanOrEqual(0);
  expect(Math.max(...starts)).toBeLessThanOrEqual(told.now_ms);
  expect(told.events.map(({ kind }) => kind)).toEqual(
    expect.arrayContaining(['participant_joined', 'track_published']),
  );
  expect(told.sfu.length).toBeGreaterThan(0);
  expect(told.sfu.every(({ failed_probes }) => failed_probes === 0)).toBe(true);
  expect(told.refused).toEqual([]);
});
