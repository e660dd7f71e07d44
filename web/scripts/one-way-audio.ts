/**
 * Two people in one Chromium, one speaks: what goes in and what comes out, on one clock, for bench/one_way_audio.py.
 *
 * `node scripts/one-way-audio.ts URL SPEECH.wav OUT.json ours|browser SECONDS` joins a meeting of the deployment at URL with
 * SPEECH.wav as the fake microphone of both, and writes the sound at three places (MediaStreamTrackProcessor, 48 kHz
 * mono float32, base64): `raw` as captured, `sent` as given to the encoder, `heard` as pulled out of the listener's
 * jitter buffer; each with when its first sample was there, and the statistics of both connections at both ends of the recording.
 */
import { writeFileSync } from 'node:fs';
import { type Browser, chromium, type Page } from '@playwright/test';
import { z } from 'zod';

/** One place where sound is listened to. Times are ms on the page's own clock (performance.now). */
interface Tap {
  /** When the first sample was captured, or pulled. */
  readonly startMs: number;
  /** From a piece's timestamp to its being there, the median. */
  readonly heldMs: number;
  /** Length of a piece. */
  readonly pieceMs: number;
  readonly samples: string;
}

declare global {
  /** Chromium's, of mediacapture-transform; TypeScript's library has it for workers alone. */
  class MediaStreamTrackProcessor {
    constructor(init: { readonly track: MediaStreamTrack });
    readonly readable: ReadableStream<AudioData>;
  }

  interface Window {
    readonly probe: {
      tap(place: 'raw' | 'sent' | 'heard', seconds: number): Promise<Tap>;
      has(place: 'raw' | 'sent' | 'heard'): boolean;
      statistics(): Promise<readonly unknown[]>;
    };
  }
}

const SETTLE_MS = 6_000; // the jitter buffer finds its size
const PINGS = 30;

/** Runs in the page, before its own scripts: keeps hold of its microphone and its connections. */
function installProbe(): void {
  const microphones: MediaStreamTrack[] = [];
  const connections: RTCPeerConnection[] = [];
  const open = navigator.mediaDevices.getUserMedia.bind(navigator.mediaDevices);
  navigator.mediaDevices.getUserMedia = async (wishes) => {
    const stream = await open(wishes);
    microphones.push(...stream.getAudioTracks());
    return stream;
  };
  window.RTCPeerConnection = class extends RTCPeerConnection {
    constructor(configuration?: RTCConfiguration) {
      super(configuration);
      connections.push(this);
    }
  };
  const isSound = (track: MediaStreamTrack | null): track is MediaStreamTrack =>
    track?.kind === 'audio' && track.readyState === 'live' && !track.muted;
  const places = {
    raw: () => microphones.filter(isSound).at(-1),
    sent: () =>
      connections
        .flatMap((one) => one.getSenders().map(({ track }) => track))
        .filter(isSound)
        .at(-1),
    heard: () =>
      connections
        .flatMap((one) => one.getReceivers().map(({ track }) => track))
        .filter(isSound)
        .at(-1),
  };

  function packed(pieces: readonly Float32Array[]): string {
    let text = '';
    for (const { buffer, byteOffset, byteLength } of pieces) {
      text += String.fromCharCode(...new Uint8Array(buffer, byteOffset, byteLength));
    }
    return btoa(text);
  }

  async function tap(place: keyof typeof places, seconds: number): Promise<Tap> {
    const track = places[place]()?.clone();
    if (track === undefined) throw new Error(`there is no ${place} sound`);
    const reader = new MediaStreamTrackProcessor({ track }).readable.getReader();
    const pieces: Float32Array<ArrayBuffer>[] = [];
    const held: number[] = [];
    const starts: number[] = [];
    let count = 0;
    let pieceMs = 0;
    while (count < seconds * 48_000) {
      const { value: piece } = await reader.read();
      if (piece === undefined) throw new Error(`the ${place} sound ended`);
      if (piece.sampleRate !== 48_000) throw new Error(`the ${place} sound has ${piece.sampleRate} Hz`);
      const atMs = piece.timestamp / 1000;
      held.push(performance.now() - atMs);
      starts.push(atMs - count / 48);
      const samples = new Float32Array(piece.numberOfFrames);
      piece.copyTo(samples, { planeIndex: 0, format: 'f32-planar' });
      pieces.push(samples);
      count += piece.numberOfFrames;
      pieceMs = piece.duration / 1000;
      piece.close();
    }
    track.stop();
    const median = (values: number[]) => values.sort((a, b) => a - b)[values.length >> 1] ?? 0;
    return { startMs: median(starts), heldMs: median(held), pieceMs, samples: packed(pieces) };
  }

  const probe: Window['probe'] = {
    tap,
    has: (place) => places[place]() !== undefined,
    statistics: async () =>
      (await Promise.all(connections.map((one) => one.getStats()))).flatMap((report) => [...report.values()]),
  };
  Object.assign(window, { probe });
}

interface Person {
  readonly page: Page;
  /** What to add to a time of its page to have it on the clock of this process. */
  readonly offsetMs: number;
}

async function person(browser: Browser, name: string, isSpeaking: boolean, isOurs: boolean): Promise<Page> {
  const context = await browser.newContext({ ignoreHTTPSErrors: true, locale: 'en-GB' });
  const choices = { name, isMicrophoneOn: isSpeaking, isCameraOn: false };
  const devices = { microphoneId: null, cameraId: null, speakerId: null };
  const remembered = {
    'parley.choices': JSON.stringify({ ...choices, ...devices }),
    'parley.noise': JSON.stringify({ state: { isOn: isOurs, strength: 'all', isMusic: false }, version: 0 }),
  };
  await context.addInitScript((entries) => {
    for (const [key, text] of Object.entries(entries)) localStorage.setItem(key, text);
  }, remembered);
  await context.addInitScript(installProbe);
  return await context.newPage();
}

async function enter(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Join', exact: true }).click();
  await page.getByRole('toolbar').first().waitFor();
}

/** By the quickest of many pings: half of it bounds the error, a fraction of a ms. */
async function onOneClock(page: Page): Promise<Person> {
  let [shortestMs, offsetMs] = [Number.POSITIVE_INFINITY, 0];
  for (let ping = 0; ping < PINGS; ping += 1) {
    const sentMs = performance.now();
    const theirsMs = await page.evaluate(() => performance.now());
    const tookMs = performance.now() - sentMs;
    if (tookMs < shortestMs) [shortestMs, offsetMs] = [tookMs, sentMs + tookMs / 2 - theirsMs];
  }
  return { page, offsetMs };
}

async function tapped({ page, offsetMs }: Person, place: 'raw' | 'sent' | 'heard', seconds: number) {
  const tap = await page.evaluate(({ place, seconds }) => window.probe.tap(place, seconds), {
    place,
    seconds,
  });
  return { ...tap, startMs: tap.startMs + offsetMs };
}

const statistics = (page: Page) => page.evaluate(() => window.probe.statistics());

const [url, speech, out, suppressor, duration] = z
  .tuple([z.url(), z.string(), z.string(), z.enum(['ours', 'browser']), z.coerce.number().positive()])
  .parse(process.argv.slice(2));
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: [
    '--no-sandbox',
    '--use-fake-ui-for-media-stream',
    '--use-fake-device-for-media-stream',
    `--use-file-for-fake-audio-capture=${speech}`,
    '--autoplay-policy=no-user-gesture-required',
    '--ignore-certificate-errors',
    '--disable-background-networking',
  ],
});
try {
  const speaker = await person(browser, 'Speaker', true, suppressor === 'ours');
  const listener = await person(browser, 'Listener', false, false);
  await speaker.goto(url);
  await speaker.getByRole('button', { name: 'Start a meeting' }).click();
  await speaker.waitForURL(/\/m\//);
  const link = speaker.url();
  await enter(speaker);
  await listener.goto(link);
  await enter(listener);
  await listener.waitForFunction(() => window.probe.has('heard'), undefined, { timeout: 30_000 });
  await speaker.waitForTimeout(SETTLE_MS);
  const [said, listening] = [await onOneClock(speaker), await onOneClock(listener)];
  const before = await Promise.all([statistics(speaker), statistics(listener)]);
  const [raw, sent, heard] = await Promise.all([
    tapped(said, 'raw', duration),
    tapped(said, 'sent', duration),
    tapped(listening, 'heard', duration + 1),
  ]);
  const after = await Promise.all([statistics(speaker), statistics(listener)]);
  writeFileSync(out, JSON.stringify({ raw, sent, heard, before, after }));
} finally {
  await browser.close();
}
