/** Where to start: what is fastest here and how much of it fits, by measuring on a real frame. */
import type { Compositing } from '../compositors/compositing';
import type { Compositor, Rung } from '../effect';
import type { Engine } from './engine';

/** The first runs compile; they do not count. */
const WARM_UPS = 2;
const RUNS = 5;

/** Frames that take up to this share of their time are no reason to begin lower; the governor sees to the rest. */
const FITS = 0.9;

/** A device that draws nothing is the fastest: its picture may differ so much from the processor's, mean of 0 to 1. */
const UNLIKE = 0.08;
/** Enough of a picture to tell whether there is one. */
const LOOK_WIDTH = 32;
const LOOK_HEIGHT = 18;

/** What half the masks leave of a frame's cost: measured in November 2026 on two cores. */
const HALF_MASK_SHARE = 0.65;

/**
 * Leaves the engine with the fastest of the processor and `candidates`; closes the others. `forced` names the one to
 * take whatever it costs.
 */
export async function startingRung(
  engine: Engine,
  frame: VideoFrame,
  candidates: readonly Compositing[],
  framesAsked: number,
  forced: Compositor | null,
): Promise<Rung> {
  let best: Compositing | null = null;
  const own = await measured(engine, frame);
  let bestMs = own.ms;
  for (const candidate of candidates) {
    engine.use(candidate);
    const { ms, look } = await measured(engine, frame);
    const isAtWork = engine.compositor === candidate.kind; // else it failed, and the engine fell back
    const isSound = isAtWork && difference(look, own.look) <= UNLIKE;
    const isWanted = forced === null ? ms < bestMs : forced === candidate.kind;
    if (!isSound || !isWanted) {
      candidate.close();
      continue;
    }
    best?.close();
    best = candidate;
    bestMs = ms;
  }
  engine.use(best);
  const share = bestMs / (1000 / framesAsked);
  if (share <= FITS) return 'full';
  if (share * HALF_MASK_SHARE <= FITS) return 'half_mask';
  return 'small_capture'; // a blurred face is the last resort, and a few frames are no ground for it
}

interface Measured {
  /** Median time of a whole frame. */
  readonly ms: number;
  /** A small copy of what came out, RGBA. */
  readonly look: Uint8ClampedArray;
}

async function measured(engine: Engine, frame: VideoFrame): Promise<Measured> {
  const times: number[] = [];
  let look = new Uint8ClampedArray();
  for (let run = 0; run < WARM_UPS + RUNS; run++) {
    const startedMs = performance.now();
    const shown = await engine.process(frame);
    if (run >= WARM_UPS) times.push(performance.now() - startedMs);
    if (run === WARM_UPS + RUNS - 1) look = lookOf(shown);
    shown.close();
  }
  times.sort((a, b) => a - b);
  return { ms: times[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY, look };
}

function lookOf(frame: VideoFrame): Uint8ClampedArray<ArrayBuffer> {
  const context = new OffscreenCanvas(LOOK_WIDTH, LOOK_HEIGHT).getContext('2d', { willReadFrequently: true });
  context?.drawImage(frame, 0, 0, LOOK_WIDTH, LOOK_HEIGHT);
  const image = context?.getImageData(0, 0, LOOK_WIDTH, LOOK_HEIGHT);
  return image === undefined ? new Uint8ClampedArray() : new Uint8ClampedArray(image.data);
}

/** Mean absolute difference, 0 to 1. */
function difference(look: Uint8ClampedArray, other: Uint8ClampedArray): number {
  const sum = look.reduce((all, value, at) => all + Math.abs(value - (other[at] ?? 0)), 0);
  return sum / Math.max(1, look.length) / 255;
}
