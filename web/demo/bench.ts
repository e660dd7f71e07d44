/** One measurement of one pipeline, driven from outside: how fast, and how good. */
import type { ClipWish } from '../figures/clip';
import { DrawnCamera } from './drawn-camera';
import { PhotoClip } from './photo-clip';
import { type Pipeline, start } from './pipelines';
import { type MatteScores, matteScores } from './scores';
import { Watcher } from './watcher';

interface Speed {
  readonly framesPerSecond: number;
  /** Share of the time in which the page could not answer, 0 to 1. */
  readonly blocked: number;
  readonly how: string;
}

const WARM_UP_MS = 4_000;
/** The page's clock ticks so often; a tick this much later means that it was blocked meanwhile. */
const TICK_MS = 10;
const BLOCKED_MS = 50;

/** With the browser's own camera, for `forMs`. */
async function speed(pipeline: Pipeline, width: number, height: number, forMs: number): Promise<Speed> {
  const stream = await navigator.mediaDevices.getUserMedia({ video: { width, height, frameRate: 30 } });
  const [camera] = stream.getVideoTracks();
  if (camera === undefined) throw new Error('there is no camera');
  const running = await start(pipeline, camera, null);
  const reader = new MediaStreamTrackProcessor({ track: running.track }).readable.getReader();
  let frames = 0;
  let isOver = false;
  const counting = (async () => {
    while (!isOver) {
      const { value, done } = await reader.read();
      if (done) return;
      value.close();
      frames += 1;
    }
  })();
  await pause(WARM_UP_MS);
  const startedMs = performance.now();
  frames = 0;
  let blockedMs = 0;
  let lastMs = startedMs;
  const ticking = setInterval(() => {
    const lateMs = performance.now() - lastMs - TICK_MS;
    if (lateMs > BLOCKED_MS) blockedMs += lateMs;
    lastMs = performance.now();
  }, TICK_MS);
  await pause(forMs);
  const tookMs = performance.now() - startedMs;
  clearInterval(ticking);
  const counted = frames;
  isOver = true;
  await reader.cancel();
  await counting;
  const how = running.how();
  await running.close();
  for (const track of stream.getTracks()) track.stop();
  return { framesPerSecond: (counted * 1000) / tookMs, blocked: Math.min(1, blockedMs / tookMs), how };
}

/** One frame at a time, drawn or of photographs, on green. */
async function quality(
  pipeline: Pipeline,
  wish: ClipWish,
  frames: number,
  photographs: { readonly person: string; readonly room: string } | null,
): Promise<MatteScores & { readonly how: string }> {
  const clip =
    photographs === null ? undefined : await PhotoClip.load(wish, photographs.person, photographs.room);
  const camera = new DrawnCamera(wish, clip);
  let isWarm = false;
  const warming = camera.play(() => !isWarm, 50);
  const running = await start(pipeline, camera.track, await greenPicture(), 1);
  await pause(WARM_UP_MS);
  isWarm = true;
  await warming;
  camera.rewind();
  const watcher = new Watcher(running.track);
  const scores = await matteScores(camera, watcher, frames);
  const how = running.how();
  await running.close();
  return { ...scores, how };
}

async function greenPicture(): Promise<string> {
  const canvas = new OffscreenCanvas(640, 360);
  const context = canvas.getContext('2d');
  if (context === null) throw new Error('there is no canvas to draw on');
  context.fillStyle = 'rgb(0 255 0)';
  context.fillRect(0, 0, 640, 360);
  return URL.createObjectURL(await canvas.convertToBlob({ type: 'image/png' }));
}

function pause(forMs: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, forMs));
}

Object.assign(window, { bench: { speed, quality } });
