/**
 * What telemetry costs a page, made large enough to be seen: a listener's page whose telemetry looks seven times as often,
 * beside one in which it looks as it does, in one call with one speaker. Prints one line of JSON a window.
 *
 * `node scripts/telemetry-overhead.ts URL WINDOWS SECONDS`: the two listeners are a Chromium each and change places from window to window; CPU is that of all processes of either.
 */
import { type Browser, chromium, type Page } from '@playwright/test';

const [url = '', windows = '', seconds = ''] = process.argv.slice(2);
/** More would be more batches than a person may send in a minute. */
const FASTER = 7;
const SETTLE_MS = 8000;

const launch = () =>
  chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      '--autoplay-policy=no-user-gesture-required',
      '--disable-background-networking',
      '--disable-component-update',
      '--no-first-run',
    ],
  });

async function pageOf(browser: Browser, isCameraOn: boolean, faster: number): Promise<Page> {
  const page = await browser.newPage({ baseURL: url });
  await page.addInitScript((isOn) => {
    const choices = { name: '', isMicrophoneOn: true, isCameraOn: isOn };
    const devices = { microphoneId: null, cameraId: null, speakerId: null };
    localStorage.setItem('parley.choices', JSON.stringify({ ...choices, ...devices }));
  }, isCameraOn);
  // The two timers of telemetry, by how often they fire: a look each second, a beat of the main thread each 200 ms.
  await page.addInitScript((factor) => {
    const slow = window.setInterval.bind(window);
    const sooner = (ms: number | undefined) => (ms === 1000 || ms === 200 ? ms / factor : ms);
    Object.assign(window, {
      setInterval: (act: TimerHandler, ms?: number, ...more: unknown[]) => slow(act, sooner(ms), ...more),
    });
  }, faster);
  return page;
}

async function enter(page: Page, name: string): Promise<void> {
  await page.getByRole('textbox', { name: 'Your name' }).fill(name);
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('toolbar').first().waitFor();
}

/** CPU seconds of a browser's processes since they began. */
async function cpuOf(browser: Browser): Promise<number> {
  const session = await browser.newBrowserCDPSession();
  const { processInfo } = await session.send('SystemInfo.getProcessInfo');
  await session.detach();
  return processInfo.reduce((sum, { cpuTime }) => sum + cpuTime, 0);
}

for (let window = 0; window < Number(windows); window += 1) {
  const isFasterFirst = window % 2 === 0;
  const speaking = await launch();
  const listening = [await launch(), await launch()] as const;
  try {
    const speaker = await pageOf(speaking, true, 1);
    await speaker.goto('/');
    await speaker.getByRole('button', { name: 'Start a meeting' }).click();
    await speaker.getByRole('textbox', { name: 'Your name' }).waitFor();
    const link = speaker.url();
    await enter(speaker, 'Speaker');
    for (const [place, browser] of listening.entries()) {
      const page = await pageOf(browser, false, (place === 0) === isFasterFirst ? FASTER : 1);
      await page.goto(link);
      await enter(page, `Listener ${place}`);
    }
    await speaker.waitForTimeout(SETTLE_MS);
    const before = await Promise.all(listening.map(cpuOf));
    await speaker.waitForTimeout(Number(seconds) * 1000);
    const after = await Promise.all(listening.map(cpuOf));
    const [one = 0, other = 0] = after.map((cpu, place) => (cpu - (before[place] ?? 0)) / Number(seconds));
    const [faster, usual] = isFasterFirst ? [one, other] : [other, one];
    process.stdout.write(`${JSON.stringify({ faster, usual, factor: FASTER })}\n`);
  } finally {
    for (const browser of [speaking, ...listening]) await browser.close();
  }
}
