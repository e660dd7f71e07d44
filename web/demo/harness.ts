/** What tests and bench drive from outside, as functions of the window. */

import { Clip, type ClipWish } from '../figures/clip';
import {
  BackgroundProcessor,
  decodePicture,
  type EffectReport,
  type ProcessorOptions,
  type Trouble,
} from '../src/media/background/index';
import { DrawnCamera } from './drawn-camera';
import { compare, type MatteScores, matteScores } from './scores';
import { markerPixels, Watcher } from './watcher';

/** Pure magenta: no figure and no furniture has it. */
const MARKER = [255, 0, 255] as const;
const CLIP: ClipWish = { scene: 'one', width: 640, height: 360, frames: 60, marker: MARKER };

interface Seen {
  frames: number;
  /** Frames in which the room was seen, with how many pixels of it. */
  room: number[];
  states: EffectReport['state'][];
  troubles: Trouble[];
  /** What put the pictures together, and why the rung is what it is; each change. */
  ways: string[];
}

const faultyWorker = () => new Worker(new URL('./faulty-worker.ts', import.meta.url), { type: 'module' });

/** A camera, the effect on it, and somebody who looks at each frame; until `until` says so. */
async function watched(
  options: ProcessorOptions,
  act: (parts: {
    camera: DrawnCamera;
    processor: BackgroundProcessor;
    worker: Worker;
    seen: Seen;
  }) => Promise<void>,
  wish: Partial<ClipWish> = {},
): Promise<Seen> {
  const seen: Seen = { frames: 0, room: [], states: [], troubles: [], ways: [] };
  const camera = new DrawnCamera({ ...CLIP, ...wish });
  const workers: Worker[] = [];
  const processor = new BackgroundProcessor(
    { kind: 'blur', strength: 0.5 },
    {
      framesAsked: 1,
      ...options,
      createWorker: () => {
        const worker = faultyWorker();
        workers.push(worker);
        return worker;
      },
      onReport: ({ state, compositor, reason }) => {
        if (state !== seen.states.at(-1)) seen.states.push(state);
        const way = `${compositor}, ${reason}`;
        if (way !== seen.ways.at(-1)) seen.ways.push(way);
      },
      onTrouble: (trouble) => seen.troubles.push(trouble),
    },
  );
  let isOver = false;
  const playing = camera.play(() => !isOver, 5);
  await processor.init({ track: camera.track });
  const watcher = new Watcher(processor.processedTrack);
  const watching = (async () => {
    for (let shown = await watcher.next(); shown !== null; shown = await watcher.next()) {
      seen.frames += 1;
      const pixels = markerPixels(shown.image);
      if (pixels > 0) seen.room.push(pixels);
    }
  })();
  const [worker] = workers;
  if (worker === undefined) throw new Error('there is no worker');
  await act({ camera, processor, worker, seen });
  isOver = true;
  await playing;
  await processor.destroy();
  await watcher.close();
  await watching;
  await camera.close();
  return seen;
}

/** Resolves when `isSo`; gives up after 30 s, which no machine needs. */
async function becomes(isSo: () => boolean, what: string): Promise<void> {
  const startedMs = performance.now();
  while (!isSo()) {
    if (performance.now() - startedMs > 30_000) throw new Error(`${what} did not come`);
    await new Promise((resolve) => setTimeout(resolve, 10));
  }
}

/** Frames to look at after each thing that happens. */
const LOOK_FRAMES = 4;

/**
 * One start, everything that can go wrong one after the other, and the end; `events` counts them. A short round ends
 * before there is a mask: most of what leaks elsewhere leaks there.
 */
async function failClosed(isShort: boolean): Promise<Seen & { events: number }> {
  let events = 2;
  const seen = await watched({}, async ({ camera, processor, worker, seen }) => {
    const look = async () => {
      const before = seen.frames;
      await becomes(() => seen.frames >= before + LOOK_FRAMES, 'frames');
      events += 1;
    };
    if (isShort) return becomes(() => seen.frames >= 2, 'frames');
    await becomes(() => seen.states.includes('running'), 'a mask');
    for (const fault of ['unreadable_frames', null, 'no_masks', null] as const) {
      worker.postMessage({ fault });
      await look();
    }
    processor.setEffect({ kind: 'picture', picture: await green() });
    await look();
    processor.setEffect({ kind: 'blur', strength: 0 });
    await look();
    await processor.restart({ track: camera.track.clone() });
    await look();
    worker.postMessage({ fault: 'crash' });
    await becomes(() => seen.troubles.includes('crashed'), 'the crash');
    events += 1;
  });
  return { ...seen, events };
}

/** A graphics device that goes away under an effect. */
async function lostDevice(compositor: 'webgl2' | 'webgpu'): Promise<Seen> {
  return watched({ allowSoftware: true, compositor }, async ({ worker, seen }) => {
    await becomes(() => seen.ways.includes(`${compositor}, measured`), 'the device');
    const before = seen.frames;
    await becomes(() => seen.frames >= before + LOOK_FRAMES, 'frames');
    worker.postMessage({ fault: 'lost_device' });
    await becomes(() => seen.ways.at(-1) === 'cpu, device_lost', 'the step down');
    const after = seen.frames;
    await becomes(() => seen.frames >= after + LOOK_FRAMES, 'frames after it');
  });
}

/** A graphics device that is quick, since it draws nothing. */
async function blackDevice(): Promise<Seen> {
  return watched({ allowSoftware: true, compositor: 'webgl2' }, async ({ worker, seen }) => {
    worker.postMessage({ fault: 'draws_nothing' });
    await becomes(() => seen.states.includes('running'), 'a mask');
  });
}

/** A worker that dies, and the effect that goes on with another. */
async function revived(): Promise<Seen & { readonly isOther: boolean }> {
  let isOther = false;
  const seen = await watched({}, async ({ camera, processor, worker, seen }) => {
    await becomes(() => seen.states.includes('running'), 'a mask');
    const before = processor.processedTrack;
    worker.postMessage({ fault: 'crash' });
    await becomes(() => processor.isDead, 'the crash');
    seen.states.length = 0;
    await processor.restart({ track: camera.track });
    isOther = processor.processedTrack !== before && before.readyState === 'ended';
    const watcher = new Watcher(processor.processedTrack);
    for (let frame = 0; frame < 2 * LOOK_FRAMES; frame++) {
      const shown = await watcher.next();
      if (shown === null) throw new Error('the new track ended');
      seen.frames += 1;
      if (markerPixels(shown.image) > 0) seen.room.push(markerPixels(shown.image));
    }
    await becomes(() => seen.states.includes('running'), 'a mask of the new worker');
    await watcher.close();
  });
  return { ...seen, isOther };
}

/** A green picture. */
async function green(): Promise<ImageBitmap> {
  const canvas = new OffscreenCanvas(64, 36);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('there is no canvas to draw on');
  context.fillStyle = 'rgb(0 255 0)';
  context.fillRect(0, 0, 64, 36);
  return createImageBitmap(canvas);
}

/** One frame at a time through an effect on green: what opacity came out, beside the truth. */
async function matte(
  wish: Partial<ClipWish>,
  frames: number,
  options: ProcessorOptions = {},
): Promise<MatteScores> {
  const clip = { ...CLIP, marker: null, ...wish };
  const camera = new DrawnCamera(clip);
  let isRunning = false;
  const processor = new BackgroundProcessor(
    { kind: 'picture', picture: await green() },
    {
      framesAsked: 1,
      ...options,
      onReport: ({ state }) => {
        isRunning ||= state === 'running';
      },
    },
  );
  let isWarm = false;
  const warming = camera.play(() => !isWarm, 20);
  await processor.init({ track: camera.track });
  await becomes(() => isRunning, 'a mask');
  isWarm = true;
  await warming;
  const watcher = new Watcher(processor.processedTrack);
  const scores = await matteScores(camera, watcher, frames);
  await processor.destroy();
  await watcher.close();
  await camera.close();
  return scores;
}

/** The same frames through two compositors: mean absolute difference of a pixel's channels, 0 to 1. */
async function parity(
  compositor: 'webgl2' | 'webgpu',
  effect: 'blur' | 'picture',
): Promise<{ difference: number; compositor: string }> {
  const images: Uint8ClampedArray[][] = [];
  let used = '';
  for (const forced of ['cpu', compositor] as const) {
    const camera = new DrawnCamera({ ...CLIP, marker: null });
    let isRunning = false;
    const processor = new BackgroundProcessor(
      effect === 'blur' ? { kind: 'blur', strength: 0.5 } : { kind: 'picture', picture: await green() },
      {
        framesAsked: 1,
        allowSoftware: true,
        compositor: forced,
        onReport: (report) => {
          isRunning ||= report.state === 'running';
          used = report.compositor;
        },
      },
    );
    let isWarm = false;
    const warming = camera.play(() => !isWarm, 20);
    await processor.init({ track: camera.track });
    await becomes(() => isRunning, 'a mask');
    isWarm = true;
    await warming;
    const watcher = new Watcher(processor.processedTrack);
    images.push(await compare.steady(camera, watcher));
    await processor.destroy();
    await watcher.close();
    await camera.close();
  }
  return { difference: compare.difference(images[0] ?? [], images[1] ?? []), compositor: used };
}

Object.assign(window, {
  harness: {
    watched,
    becomes,
    failClosed,
    lostDevice,
    blackDevice,
    revived,
    matte,
    parity,
    decodePicture,
    BackgroundProcessor,
    DrawnCamera,
    Watcher,
    CLIP,
    Clip,
    markerPixels,
  },
});
