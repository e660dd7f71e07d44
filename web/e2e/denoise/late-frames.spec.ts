/**
 * Frames that come late never click: the audio thread's processor, rendered as fast as can be, with the test in the
 * net's place. Its "net" gives back what it gets, so that whatever is played is the same tone.
 */
import { expect, packed, test, unpacked } from './laboratory.ts';
import { noisySpeech, tone } from './sounds.ts';

const HOP = 480;
/** A block of 4 frames and of 15 of the browser's quanta: where rendering can pause. */
const BLOCK = 1_920;
/** 40 ms, and a block for the test's answer. */
const DELAY = 2 * BLOCK;
const SECONDS = 3;

interface Wish {
  /** Frames from … to (excluded) that the net never answers. */
  readonly lost?: readonly [number, number];
  readonly poison?: boolean;
  readonly mode?: 'lower';
}

async function rendered(
  lab: import('@playwright/test').Page,
  sound: Float32Array,
  wish: Wish,
): Promise<Float32Array> {
  return unpacked(
    await lab.evaluate(
      async ({ sound, wish, BLOCK, DELAY, HOP }) => {
        const { lab } = window;
        const samples = lab.unpacked(sound);
        const context = new OfflineAudioContext(1, samples.length, 48_000);
        await context.audioWorklet.addModule(lab.processorUrl);
        const node = new AudioWorkletNode(context, 'parley-denoise', {
          processorOptions: { channels: 1, delay: DELAY },
        });
        const memory = [lab.FrameRing.memory(1), lab.FrameRing.memory(1)] as const;
        const [toNet, fromNet] = memory.map((part) => new lab.FrameRing(part, 1));
        const [inMemory, outMemory] = memory;
        node.port.postMessage({
          type: 'transport',
          transport: { kind: 'memory', toNet: inMemory, fromNet: outMemory },
        });
        node.port.postMessage({ type: 'mode', mode: wish.mode ?? 'net' });
        const buffer = new AudioBuffer({ length: samples.length, sampleRate: 48_000 });
        buffer.copyToChannel(samples, 0);
        const source = new AudioBufferSourceNode(context, { buffer });
        source.connect(node).connect(context.destination);
        source.start();
        // The net is three frames late.
        const late = [new Float32Array(HOP), new Float32Array(HOP), new Float32Array(HOP)];
        const [lostFrom, lostTo] = wish.lost ?? [0, 0];
        const answer = () => {
          for (let frame = toNet?.pop() ?? null; frame !== null; frame = toNet?.pop() ?? null) {
            late.push(frame.samples.slice());
            const samples = late.shift() ?? new Float32Array(HOP);
            const isLost = frame.number >= lostFrom && frame.number < lostTo;
            if (isLost && wish.poison === true) samples.fill(Number.NaN);
            if (!isLost || wish.poison === true) fromNet?.push({ number: frame.number, samples });
          }
        };
        for (let at = BLOCK; at < samples.length; at += BLOCK)
          void context.suspend(at / 48_000).then(() => {
            answer();
            return context.resume();
          });
        const out = await context.startRendering();
        return lab.packed(out.getChannelData(0));
      },
      { sound: packed(sound), wish, BLOCK, DELAY, HOP },
    ),
  );
}

/** What is heard as a click: the greatest second difference. */
function roughness(samples: Float32Array, from: number, to: number): number {
  let worst = 0;
  for (let n = from; n < to; n++) {
    const bend = (samples[n - 1] ?? 0) - 2 * (samples[n] ?? 0) + (samples[n + 1] ?? 0);
    worst = Math.max(worst, Math.abs(bend));
  }
  return worst;
}

/** Longest run, in samples, in which nothing comes out. */
function longestSilence(samples: Float32Array, from: number): number {
  let [longest, run] = [0, 0];
  for (let n = from; n < samples.length; n++) {
    run = Math.abs(samples[n] ?? 0) < 1e-7 ? run + 1 : 0;
    longest = Math.max(longest, run);
  }
  return longest;
}

/** A tone that turns back bends twice its slope: what fades out may. A step, which is a click, bends by its height. */
const FOLD = 2 * 0.5 * ((2 * Math.PI * 440) / 48_000);
/** The first second is the lower rung's, until the net has been in time for long enough. */
const SETTLED = 96_000;

test('what comes in time is played as it came, late by exactly the delay', async ({ lab }) => {
  const sound = tone(SECONDS);
  const out = await rendered(lab, sound, {});
  let worst = 0;
  for (let n = SETTLED; n < out.length; n++)
    worst = Math.max(worst, Math.abs((out[n] ?? 0) - (sound[n - DELAY] ?? 0)));
  expect(worst).toBeLessThan(1e-6);
});

for (const [name, wish] of [
  ['one frame is late', { lost: [220, 221] }],
  ['frames are late for half a second', { lost: [220, 270] }],
  ['the net gives what is no number', { lost: [220, 230], poison: true }],
] as const satisfies readonly (readonly [string, Wish])[]) {
  test(`nothing clicks and nothing is missing when ${name}`, async ({ lab }) => {
    const sound = tone(SECONDS);
    const clicked = sound.map((sample, n) => (n === SETTLED + 40 ? sample + 0.1 : sample));
    expect(roughness(clicked, SETTLED, sound.length - 1)).toBeGreaterThan(1.1 * FOLD); // the measure hears one
    expect(roughness(await rendered(lab, sound, wish), SETTLED, sound.length - 1)).toBeLessThan(1.1 * FOLD);

    const speech = noisySpeech().slice(0, sound.length);
    expect(longestSilence(await rendered(lab, speech, wish), SETTLED)).toBeLessThan(240); // 5 ms
  });
}

test('the lower rung is late by exactly the same', async ({ lab }) => {
  const speech = noisySpeech().slice(0, 4 * 48_000);
  const out = await rendered(lab, speech, { mode: 'lower' });
  const alike = (lag: number) => {
    let sum = 0;
    for (let n = SETTLED; n < out.length; n++) sum += (out[n] ?? 0) * (speech[n - lag] ?? 0);
    return sum;
  };
  const lags = Array.from({ length: 1201 }, (_, index) => DELAY - 600 + index);
  const best = lags.reduce((found, lag) => (alike(lag) > alike(found) ? lag : found));
  expect(Math.abs(best - DELAY)).toBeLessThan(12); // 0.25 ms
});
