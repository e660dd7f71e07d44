/**
 * Background effects beside their peer: each in a fresh profile, taking turns. Prints one line of JSON a measurement.
 *
 * The peer's model is in no package; PARLEY_PEER_SEGMENTER names the file (selfie_segmenter.tflite, SHA-256
 * 191ac9529ae506ee0beefa6b2c945a172dab9d07d1e802a290a4e4038226658b). Without it the peer is left out.
 */
import { createReadStream, existsSync, mkdtempSync, rmSync, statSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from '@playwright/test';
import { build } from 'vite';
import { SCENES } from '../figures/clip.ts';
import { writeClip } from '../figures/y4m.ts';

const WEB = fileURLToPath(new URL('..', import.meta.url));
/** A person's photograph, where the checkout has one beside it; drawn people always. */
const DATA = join(WEB, '../../shared/data/video');
const PEER_MODEL = process.env['PARLEY_PEER_SEGMENTER'];
const REPEATS = Number(process.env['PARLEY_BENCH_REPEATS'] ?? 2);
const SPEED_MS = 10_000;
/** One full sway of whoever is in the clip. */
const QUALITY_FRAMES = 60;
const SIZES = [
  [640, 360],
  [1280, 720],
] as const;
const TYPES: Readonly<Record<string, string>> = {
  '.html': 'text/html',
  '.js': 'text/javascript',
  '.wasm': 'application/wasm',
};

const folder = mkdtempSync(join(tmpdir(), 'parley-bench-'));
await build({ root: join(WEB, 'demo'), configFile: join(WEB, 'vite.demo.config.ts'), logLevel: 'error' });
const server = createServer((request, response) => {
  const file = fileOf(new URL(request.url ?? '/', 'http://localhost').pathname);
  if (file === null || !existsSync(file) || !statSync(file).isFile()) return response.writeHead(404).end();
  response.writeHead(200, { 'Content-Type': TYPES[extname(file)] ?? 'application/octet-stream' });
  return createReadStream(file).pipe(response);
}).listen(0, '127.0.0.1');
await new Promise((resolve) => server.once('listening', resolve));
const address = server.address();
if (address === null || typeof address === 'string') throw new Error('the bench is not served');
const url = `http://127.0.0.1:${address.port}/bench.html`;

try {
  const pipelines = PEER_MODEL === undefined ? (['ours'] as const) : (['ours', 'peer'] as const);
  for (const scene of [...SCENES, ...(existsSync(join(DATA, 'person.png')) ? ['photograph'] : [])]) {
    const photographs =
      scene === 'photograph' ? "{ person: 'data/person.png', room: 'data/room.jpg' }" : 'null';
    const wish = JSON.stringify({
      scene: scene === 'photograph' ? 'one' : scene,
      width: 640,
      height: 360,
      frames: QUALITY_FRAMES,
      marker: null,
    });
    for (const pipeline of pipelines)
      say({
        kind: 'quality',
        pipeline,
        scene,
        ...(await measured(null, `quality('${pipeline}', ${wish}, ${QUALITY_FRAMES}, ${photographs})`)),
      });
  }
  for (let repeat = 0; repeat < REPEATS; repeat++) {
    for (const [width, height] of SIZES) {
      const clip = join(folder, `${width}.y4m`);
      if (!existsSync(clip)) writeClip(clip, { scene: 'one', width, height, frames: 60, marker: null }, 30);
      for (const pipeline of pipelines)
        say({
          kind: 'speed',
          pipeline,
          width,
          height,
          ...(await measured(clip, `speed('${pipeline}', ${width}, ${height}, ${SPEED_MS})`)),
        });
    }
  }
} finally {
  server.close();
  rmSync(folder, { recursive: true, force: true });
}

/** In a browser of its own: a fresh profile, no graphics processor. */
async function measured(clip: string | null, call: string): Promise<object> {
  const browser = await chromium.launch({
    executablePath: process.env['CHROMIUM_PATH'] ?? '/usr/bin/chromium',
    args: [
      '--no-sandbox',
      '--disable-gpu',
      '--use-fake-ui-for-media-stream',
      '--use-fake-device-for-media-stream',
      ...(clip === null ? [] : [`--use-file-for-fake-video-capture=${clip}`]),
    ],
  });
  try {
    const page = await browser.newPage();
    await page.goto(url);
    await page.waitForFunction('window.bench !== undefined');
    return await page.evaluate<object>(`window.bench.${call}`);
  } finally {
    await browser.close();
  }
}

function fileOf(path: string): string | null {
  if (path.includes('..')) return null;
  if (path === '/peer/selfie_segmenter.tflite') return PEER_MODEL ?? null;
  if (path.startsWith('/data/')) return join(DATA, path.slice('/data/'.length));
  if (path.startsWith('/peer/wasm/'))
    return join(WEB, 'node_modules/@mediapipe/tasks-vision', path.slice('/peer'.length));
  return join(WEB, 'dist-demo', path);
}

function say(result: object): void {
  console.log(JSON.stringify(result));
}
