/** Two people in a call: by our page, and by livekit-client as it comes, with its defaults, in an empty page. */
import { createRequire } from 'node:module';
import type { Page } from '@playwright/test';
import { join } from '../e2e/parley.ts';

export type Client = 'ours' | 'stock';

const STOCK = createRequire(import.meta.url)
  .resolve('livekit-client')
  .replace('.esm.mjs', '.umd.js');

/** What the stock page uses of livekit-client. */
interface StockRoom {
  connect(url: string, token: string): Promise<void>;
  readonly localParticipant: { enableCameraAndMicrophone(): Promise<void> };
  on(event: string, listener: (track?: { attach(): HTMLMediaElement }) => void): void;
}

declare global {
  interface Window {
    LivekitClient?: { Room: new (options: object) => StockRoom };
    /** Unix time in ms at which the first picture of somebody else was on the screen. */
    firstFrameMs?: number;
  }
}

interface Joined {
  readonly sfu_url: string;
  readonly token: string;
}

/** A new meeting without AI; its link. */
export async function newMeeting(page: Page): Promise<string> {
  await page.goto('/');
  const meetingId = await page.evaluate(async () => {
    const answer = await fetch('/api/meetings', {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ title: 'Lab', captions_on: false, notes_on: false }),
    });
    const { meeting }: { meeting: { meeting_id: string } } = await answer.json();
    return meeting.meeting_id;
  });
  return `/m/${meetingId}`;
}

/** Enters with camera and microphone; ms from the wish to the first picture of somebody else, if there is one. */
export async function enter(
  client: Client,
  page: Page,
  link: string,
  name: string,
  hasOthers: boolean,
): Promise<number> {
  const beganMs = client === 'ours' ? await enterOurs(page, link, name) : await enterStock(page, link, name);
  if (!hasOthers) return 0;
  await page.waitForFunction(() => window.firstFrameMs !== undefined, undefined, { timeout: 30_000 });
  return (await page.evaluate(() => window.firstFrameMs ?? Number.NaN)) - beganMs;
}

async function enterOurs(page: Page, link: string, name: string): Promise<number> {
  await page.goto(link);
  await page.evaluate(watchFirstFrame, 'li');
  const pressed = page.evaluate(
    () =>
      new Promise<number>((resolve) => {
        const listen = (event: Event) => {
          if (event.target instanceof Element && event.target.closest('[type=submit]')) resolve(Date.now());
        };
        addEventListener('pointerup', listen, { capture: true });
      }),
  );
  pressed.catch(() => undefined); // where the join fails, that is the error
  await join(page, name, { withCamera: true, withMicrophone: true });
  return await pressed;
}

async function enterStock(page: Page, link: string, name: string): Promise<number> {
  await page.goto('/config.json');
  await page.addScriptTag({ path: STOCK });
  await page.evaluate(watchFirstFrame, 'body');
  return await page.evaluate(
    async ({ meeting, who }) => {
      if (window.LivekitClient === undefined) throw new Error('livekit-client has not loaded');
      const beganMs = Date.now();
      const answer = await fetch(`/api/meetings/${meeting}/join`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify({ name: who, role: 'participant' }),
      });
      const joined: Joined = await answer.json();
      const room = new window.LivekitClient.Room({});
      room.on('trackSubscribed', (track) => track && document.body.append(track.attach()));
      const enter = async () => {
        await room.connect(joined.sfu_url, joined.token);
        await room.localParticipant.enableCameraAndMicrophone();
      };
      // As any page would that uses it: once it has given up, connect anew until that succeeds.
      const again = (): void => {
        setTimeout(() => void enter().catch(again), 1000);
      };
      await enter();
      room.on('disconnected', again);
      return beganMs;
    },
    { meeting: link.split('/').at(-1) ?? '', who: name },
  );
}

/** Runs in the page: notes the first frame of a picture within such an element that is not one's own. */
function watchFirstFrame(within: string): void {
  const watched = new WeakSet<HTMLVideoElement>();
  setInterval(() => {
    for (const video of document.querySelectorAll('video')) {
      const place = video.closest(within);
      if (watched.has(video) || place === null || place.textContent.includes('(you)')) continue;
      watched.add(video);
      video.requestVideoFrameCallback(() => {
        window.firstFrameMs ??= Date.now();
      });
    }
  }, 10);
}
