/** Microphones as they are, and files as they may be: whatever comes in, sound comes out, and what fails says so. */
import type { Page } from '@playwright/test';
import { expect, openLab, packed, test } from './laboratory.ts';
import { atRate, noisySpeech } from './sounds.ts';

interface Heard {
  readonly loudest: number;
  /** In the last second that was played. */
  readonly loudestAtLast: number;
  readonly isFinite: boolean;
  readonly channels: number;
}

/** Plays the sound on a track through the suppressor, and says what came out. A page keeps its suppressor. */
async function through(
  lab: Page,
  sound: Float32Array,
  { rateHz = 48_000, channels = 1, ends = false } = {},
): Promise<Heard> {
  return lab.evaluate(
    async ({ sound, rateHz, channels, ends }) => {
      const { lab } = window;
      const suppressor = await lab.sharedSuppressor();
      const samples = lab.unpacked(sound);
      const player = lab.player(Array(channels).fill(samples), rateHz);
      const out = await suppressor.attach(player.track);
      const recorder = lab.recorder(out);
      player.start();
      await player.ended;
      if (ends) {
        player.track.stop(); // the device is gone; the track that others hold is not
        await new Promise((resolve) => setTimeout(resolve, 300));
      }
      const isLive = out.readyState === 'live';
      const recording = await recorder.stop();
      const { channelCount = 0 } = out.getSettings();
      const loudest = (samples: Float32Array) =>
        samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0);
      suppressor.detach();
      await player.context.close();
      return {
        loudest: loudest(recording.samples),
        loudestAtLast: loudest(recording.samples.slice(-recording.rateHz)),
        isFinite: isLive && recording.samples.every(Number.isFinite),
        channels: channelCount,
      };
    },
    { sound: packed(sound), rateHz, channels, ends },
  );
}

test.describe('what microphones give', () => {
  test.describe.configure({ mode: 'serial' });
  let page: Page;
  test.beforeAll(async ({ browser, laboratory }) => {
    page = await browser.newPage();
    await openLab(page, laboratory);
  });
  test.afterAll(() => page.close());

  for (const rateHz of [8_000, 16_000, 44_100]) {
    test(`a microphone of ${rateHz} Hz is heard`, async () => {
      const heard = await through(page, atRate(noisySpeech().slice(0, 96_000), rateHz), { rateHz });
      expect(heard.loudest).toBeGreaterThan(0.1);
      expect(heard.isFinite).toBe(true);
    });
  }

  test('a stereo microphone stays stereo', async () => {
    const heard = await through(page, noisySpeech().slice(0, 96_000), { channels: 2 });
    expect(heard).toMatchObject({ channels: 2, isFinite: true });
  });

  test('silence stays silence', async () => {
    expect(await through(page, new Float32Array(96_000))).toMatchObject({ loudest: 0, isFinite: true });
  });

  test('clipping, what is no number and what is far too large do no harm', async () => {
    const clipped = noisySpeech()
      .slice(0, 4 * 48_000)
      .map((sample) => Math.max(-1, Math.min(1, 12 * sample)));
    clipped.fill(Number.NaN, 20_000, 21_000);
    clipped.fill(Number.POSITIVE_INFINITY, 30_000, 30_100);
    clipped.fill(1e30, 40_000, 40_100);
    const heard = await through(page, clipped);
    expect(heard.isFinite).toBe(true);
    expect(heard.loudestAtLast).toBeGreaterThan(0.1);
    expect(heard.loudestAtLast).toBeLessThan(2);
  });

  test('what comes out is 40 ms late by design', async () => {
    expect(await page.evaluate(async () => (await window.lab.sharedSuppressor()).getState().delayMs)).toBe(
      40,
    );
  });

  test('a microphone that vanishes leaves a live track, for the next one to go on with', async () => {
    expect((await through(page, noisySpeech().slice(0, 48_000), { ends: true })).isFinite).toBe(true);
  });
});

test('another microphone goes on in the same track, and is heard', async ({ lab }) => {
  const speech = noisySpeech().slice(0, 3 * 48_000);
  const { isSame, isOver, loudest } = await lab.evaluate(
    async ({ slow, fast }) => {
      const { lab } = window;
      const suppressor = await lab.Suppressor.open();
      const first = lab.player([lab.unpacked(slow)], 16_000);
      const second = lab.player([lab.unpacked(fast)], 48_000);
      const processor = new lab.LivekitProcessor(suppressor);
      await processor.init({ track: first.track });
      const before = processor.processedTrack;
      if (before === undefined) throw new Error('a processor has a track');
      first.start();
      await new Promise((resolve) => setTimeout(resolve, 500));
      first.track.stop();
      await processor.restart({ track: second.track });
      const isSame = processor.processedTrack === before && before.readyState === 'live';
      await new Promise((resolve) => setTimeout(resolve, 300)); // what was of the first is out by then
      const recorder = lab.recorder(before);
      second.start();
      await second.ended;
      const { samples } = await recorder.stop();
      await processor.destroy();
      const [state] = [before.readyState]; // read anew: destroying has changed it
      return {
        isSame,
        isOver: state === 'ended' && processor.processedTrack === undefined,
        loudest: samples.reduce((most, sample) => Math.max(most, Math.abs(sample)), 0),
      };
    },
    { slow: packed(atRate(speech, 16_000)), fast: packed(speech) },
  );
  expect({ isSame, isOver }).toEqual({ isSame: true, isOver: true });
  expect(loudest).toBeGreaterThan(0.1);
});

test('without shared memory the frames go by messages, and sound comes out', async ({ lab, laboratory }) => {
  await lab.route('**/lab.html*', async (route) => {
    const answer = await route.fetch();
    const {
      'cross-origin-opener-policy': _,
      'cross-origin-embedder-policy': __,
      ...headers
    } = answer.headers();
    await route.fulfill({ response: answer, headers });
  });
  await lab.goto(`${laboratory.url}lab.html?not-isolated`);
  await lab.waitForFunction(() => 'lab' in window);
  expect(await lab.evaluate(() => crossOriginIsolated)).toBe(false);
  const heard = await through(lab, noisySpeech().slice(0, 96_000));
  expect(heard.loudest).toBeGreaterThan(0.1);
});

test('a context that does not run is refused, not a track that stays silent', async ({ lab }) => {
  const said = await lab.evaluate(async () => {
    const { lab } = window;
    const suppressor = await lab.Suppressor.open();
    AudioContext.prototype.resume = () => new Promise(() => undefined); // as before the first click
    await suppressor.context.suspend();
    const { track } = lab.player([new Float32Array(480)], 48_000);
    return suppressor.attach(track).then(
      () => 'attached',
      (error: Error) => error.message,
    );
  });
  expect(said).toContain('no sound run');
});

for (const [name, file, body] of [
  ['a graph that is missing', 'df_dec.onnx', null],
  ['a graph that is altered', 'df_dec.onnx', 'not a graph'],
  ['a runtime that is altered', 'ort.wasm.gz', 'not the runtime'],
] as const) {
  test(`${name} is refused by name`, async ({ lab }) => {
    await lab.route(`**/denoise/${file}`, (route) =>
      body === null ? route.fulfill({ status: 404 }) : route.fulfill({ body }),
    );
    const said = await lab.evaluate(() =>
      window.lab.Suppressor.open().then(
        () => 'opened',
        (error: Error) => `${error.name}: ${error.message}`,
      ),
    );
    expect(said).toContain('AssetsFailed');
    expect(said).toContain(file);
  });
}

test('what is downloaded stays under 25 MB, and says how far it is', async ({ lab }) => {
  const sizes: Promise<number>[] = [];
  lab.on('requestfinished', (request) =>
    sizes.push(request.sizes().then(({ responseBodySize }) => responseBodySize)),
  );
  const shares = await lab.evaluate(async () => {
    const shares: number[] = [];
    await window.lab.Suppressor.open({ onProgress: (share) => shares.push(share) });
    return shares;
  });
  expect(shares.at(-1)).toBeCloseTo(1);
  expect(shares).toEqual(shares.toSorted((a, b) => a - b));
  const bytes = (await Promise.all(sizes)).reduce((sum, size) => sum + size, 0);
  expect(bytes).toBeGreaterThan(10e6);
  expect(bytes).toBeLessThan(25e6);
});

test('the demo page takes the noise out of one’s own microphone', async ({ page, laboratory }, info) => {
  await page.goto(laboratory.url);
  await page.getByRole('button', { name: 'Start' }).click();
  const state = page.locator('#state');
  await expect(state).toContainText(/"rung": "(dfn3|rnnoise)"/, { timeout: 30_000 });
  await page.getByRole('checkbox', { name: 'Let it through' }).check();
  await expect(state).toContainText('"rung": "dry"');
  await info.attach('demo', { body: await page.screenshot(), contentType: 'image/png' });
});
