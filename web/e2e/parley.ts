/** What people do in Parley, and a browser context for each of them. */
import { type Browser, test as base, expect, type Locator, type Page } from '@playwright/test';
import { filled, say } from './words.ts';

interface JoinWishes {
  readonly withMicrophone?: boolean;
  readonly withCamera?: boolean;
}

/** Contexts of a test, each a person's own browser; closed when it ends. */
export const test = base.extend<{
  newcomer: (viewport?: { width: number; height: number }) => Promise<Page>;
}>({
  newcomer: async ({ browser }, use) => {
    const pages: Page[] = [];
    await use(async (viewport) => {
      const page = await newPage(browser, viewport);
      pages.push(page);
      return page;
    });
    for (const page of pages) await page.context().close();
  },
});

export { expect };

/** What the browser remembers of an earlier meeting: devices off, which spares every test the preview. */
const REMEMBERED = {
  name: '',
  isMicrophoneOn: false,
  isCameraOn: false,
  microphoneId: null,
  cameraId: null,
  speakerId: null,
};

/** A browser of its own; whoever asks closes its context. */
export async function newPage(
  browser: Browser,
  viewport?: { width: number; height: number },
  url: string = stackUrl(),
): Promise<Page> {
  const context = await browser.newContext({
    baseURL: url,
    bypassCSP: true, // axe and the forger bring scripts of their own; the header has its test at the backend
    ...(viewport === undefined ? {} : { viewport }),
  });
  await context.addInitScript((choices) => {
    if (localStorage.getItem('parley.choices') === null) localStorage.setItem('parley.choices', choices);
  }, JSON.stringify(REMEMBERED));
  const page = await context.newPage();
  page.on('pageerror', (error) => {
    throw error; // an uncaught error in the page fails the test that saw it
  });
  return page;
}

export function stackUrl(): string {
  const url = process.env['PARLEY_E2E_URL'];
  if (url === undefined) throw new Error('the global setup names the stack');
  return url;
}

/** How a page writes the words of the interface. */
type Wording = (english: string) => string;

const inEnglish: Wording = (english) => english;

/** From the landing page to the pre-join page of a new meeting; its address. */
export async function startMeeting(page: Page, landing = '/', worded: Wording = inEnglish): Promise<string> {
  await page.goto(landing);
  await page.getByRole('button', { name: worded(say.landing.start) }).click();
  await expect(page.getByRole('heading', { name: worded(say.prejoin.title) })).toBeVisible();
  return page.url();
}

interface Session {
  readonly identity: string;
  readonly resumeSecret: string;
}

/** What the browser of a page keeps of a meeting. */
export async function sessionOf(page: Page, meetingId: string): Promise<Session> {
  const stored = await page.evaluate((id) => localStorage.getItem(`parley.meeting.${id}`), meetingId);
  return JSON.parse(stored ?? '{}');
}

/** From the pre-join page into the call. */
export async function join(
  page: Page,
  name: string,
  wishes: JoinWishes = {},
  worded: Wording = inEnglish,
): Promise<void> {
  const turnOn = (label: string) => page.getByRole('button', { name: worded(label) }).click();
  await page.getByRole('textbox', { name: worded(say.prejoin.name) }).fill(name);
  if (wishes.withMicrophone === true) await turnOn(say.control.microphoneOn);
  if (wishes.withCamera === true) await turnOn(say.control.cameraOn);
  await page.getByRole('button', { name: worded(say.prejoin.join), exact: true }).click();
  await expectInCall(page, name, worded);
}

/** The bar is there, and a tile of one's own. */
export async function expectInCall(page: Page, name: string, worded: Wording = inEnglish): Promise<void> {
  await expect(page.getByRole('toolbar', { name: worded(say.control.bar) })).toBeVisible();
  const own = tiles(page, worded).filter({ hasText: filled(worded(say.call.you), { name }) });
  await expect(own).toBeVisible();
}

export const tiles = (page: Page, worded: Wording = inEnglish): Locator =>
  page.getByRole('list', { name: worded(say.call.stage) }).getByRole('listitem');

/** The people panel, opened. */
export async function openPeople(page: Page): Promise<void> {
  await page.getByRole('button', { name: /^People \(/ }).click();
  await expect(page.getByRole('list', { name: say.people.people })).toBeVisible();
}

export const people = (page: Page): Locator =>
  page.getByRole('list', { name: say.people.people }).getByRole('listitem');

export const agents = (page: Page): Locator =>
  page.getByRole('list', { name: say.people.ai }).getByRole('listitem');

/** Final captions, as a screen reader hears them. */
export const captionLog = (page: Page): Locator => page.getByRole('log', { name: say.captions.label });

/** Words on the screen as they are said. */
export const overlay = (page: Page): Locator => page.locator('figure');

/** Another device, by the menu of the call. */
export async function chooseDevice(page: Page, kind: string, name: string): Promise<void> {
  await page.getByRole('button', { name: say.control.more }).click();
  await page.getByRole('menuitem', { name: say.settings.own }).click();
  const sheet = page.getByRole('dialog', { name: say.settings.own });
  await sheet.getByRole('button', { name: kind }).click();
  await page.getByRole('option', { name }).click();
  await sheet.getByRole('button', { name: say.app.done }).click();
}

/** The fake microphone says it all again when it is opened, not when it is unmuted: so another one is opened. */
export async function speakAnew(page: Page): Promise<void> {
  await chooseDevice(page, say.device.microphone, 'Fake Audio Input 1');
}

/** The AI listens: captions said from now on will come. */
export async function expectAiLive(page: Page, tasks: string = say.ai.tasksBoth): Promise<void> {
  await expect(aiMark(page, tasks)).toBeVisible({ timeout: 30_000 });
}

export const aiMark = (page: Page, tasks: string): Locator =>
  page.getByRole('button', { name: filled(say.ai.mark, { tasks }) });

/** One of the host's switches, for everyone. */
export async function switchForAll(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: say.control.more }).click();
  await page.getByRole('menuitem', { name: say.host.forAll }).click();
  const sheet = page.getByRole('dialog', { name: say.host.forAll });
  await sheet.getByText(name, { exact: true }).click(); // the switch itself is drawn by its label
  await sheet.getByRole('button', { name: say.app.done }).click();
}

/** The host ends the meeting; the page goes on to what remains of it. */
export async function endMeeting(page: Page, worded: Wording = inEnglish): Promise<void> {
  await page.getByRole('button', { name: worded(say.control.more) }).click();
  await page.getByRole('menuitem', { name: worded(say.host.end) }).click();
  await page.getByRole('button', { name: worded(say.host.endConfirm) }).click();
  await expect(page).toHaveURL(/\/after$/);
}
