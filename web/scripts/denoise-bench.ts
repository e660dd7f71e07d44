/**
 * Recordings through every suppressor in Chromium, for bench/noise: `node scripts/denoise-bench.ts FOLDER`. The
 * environment's PARLEY_BENCH_PEERS names fewer, `none,ours` for example.
 *
 * Reads FOLDER/*.f32 (raw 48 kHz mono float32) and writes FOLDER/NAME.PEER.f32 beside each, and costs.json. With
 * `--live NAME` it also plays that one in real time through the whole way, tells so by a file `playing`, and writes
 * live.json; with `--only-live`, nothing else. `--strength DB` is how much ours takes away at most there.
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from '@playwright/test';
import { build, preview } from 'vite';
import type { Lab } from '../src/media/denoise/demo/lab.ts';

declare global {
  interface Window {
    readonly lab: Lab;
    playing(): Promise<void>;
  }
}

const PEERS = (['none', 'ours', 'rnnoise', 'speex', 'two'] as const).filter(
  (peer) => process.env['PARLEY_BENCH_PEERS']?.split(',').includes(peer) ?? true,
);
const CONFIG = new URL('../vite.denoise.config.ts', import.meta.url).pathname;

const { values: options, positionals } = parseArgs({
  allowPositionals: true,
  options: {
    live: { type: 'string' },
    'only-live': { type: 'boolean', default: false },
    strength: { type: 'string', default: '100' },
  },
});
const [folder] = positionals;
if (folder === undefined)
  throw new Error('usage: node scripts/denoise-bench.ts FOLDER [--live NAME [--only-live] [--strength DB]]');
await build({ configFile: CONFIG, logLevel: 'error' });
const server = await preview({ configFile: CONFIG, logLevel: 'error', preview: { port: 0 } });
const browser = await chromium.launch({
  executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
  args: ['--no-sandbox', '--autoplay-policy=no-user-gesture-required'],
});
try {
  const page = await browser.newPage();
  await page.goto(`${server.resolvedUrls?.local[0]}lab.html`);
  await page.waitForFunction(() => 'lab' in window);
  const costs: Record<string, number[]> = {};
  const recordings = readdirSync(folder).filter((name) => /^[^.]+\.f32$/.test(name));
  for (const file of options['only-live'] ? [] : recordings) {
    const samples = readFileSync(join(folder, file)).toString('base64');
    for (const peer of PEERS) {
      const { out, frameMs } = await page.evaluate(
        async ({ samples, peer }) => {
          const { lab } = window;
          const { samples: out, frameMs } = await lab.cleaned(peer, lab.unpacked(samples));
          return { out: lab.packed(out), frameMs };
        },
        { samples, peer },
      );
      writeFileSync(join(folder, file.replace(/f32$/, `${peer}.f32`)), Buffer.from(out, 'base64'));
      costs[peer] = [...(costs[peer] ?? []), ...frameMs];
    }
  }
  writeFileSync(join(folder, 'costs.json'), JSON.stringify(costs));
  if (options.live !== undefined) {
    const samples = readFileSync(join(folder, `${options.live}.f32`)).toString('base64');
    const strengthDb = Number(options.strength);
    await page.exposeFunction('playing', () => writeFileSync(join(folder, 'playing'), ''));
    writeFileSync(
      join(folder, 'live.json'),
      JSON.stringify(await page.evaluate(live, { samples, strengthDb })),
    );
  }
} finally {
  await browser.close();
  await server.close();
}

/**
 * In the page: raw and cleaned track of the same sound, recorded with when each piece came; and what went into the
 * suppressor and came out of it, in step.
 */
async function live({ samples, strengthDb }: { samples: string; strengthDb: number }) {
  const { lab } = window;
  const suppressor = await lab.Suppressor.open();
  suppressor.setStrength(strengthDb);
  const sound = lab.unpacked(samples);
  const player = lab.player([sound], 48_000);
  const cleaned = await suppressor.attach(player.track);
  // What Web Audio takes by itself, from a track to a track.
  const plain = new MediaStreamAudioDestinationNode(suppressor.context);
  suppressor.context.createMediaStreamSource(new MediaStream([player.track])).connect(plain);
  const tracks = [player.track, cleaned, ...plain.stream.getAudioTracks()];
  const recorders = tracks.map((track) => lab.recorder(track));
  let [frames, late] = [0, 0];
  let last: unknown = null;
  const rungs: { rung: string; cause: string | null }[] = [];
  suppressor.subscribe(() => {
    const { report, rung, cause } = suppressor.getState();
    const before = rungs.at(-1);
    if (before?.rung !== rung || before.cause !== cause) rungs.push({ rung, cause });
    if (report === null || report === last) return;
    last = report;
    frames += report.frames;
    late += report.lateFrames;
  });
  await new Promise((resolve) => setTimeout(resolve, 2_000));
  await window.playing();
  const tape = suppressor.record(sound.length / 48_000 - 1); // over before the sound is
  player.start();
  await player.ended;
  const recorded = await Promise.all(recorders.map((recorder) => recorder.stop()));
  const [raw, out, passed] = recorded.map(({ samples, arrivals }) => ({
    samples: lab.packed(samples),
    arrivals,
  }));
  const { before, after } = await tape;
  const { delayMs } = suppressor.getState();
  return {
    delayMs,
    rungs,
    frames,
    late,
    raw,
    out,
    passed,
    before: lab.packed(before),
    after: lab.packed(after),
  };
}
