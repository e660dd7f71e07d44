/** Where to start: what is fastest here and how much of it fits, by measuring on a real frame. */
import type { Compositing } from '../compositors/compositing';
import type { Compositor, Rung } from '../effect';
import type { Engine } from './engine';

/** The first runs compile; they do not count. */
const WARM_UPS = 2;
const RUNS = 5;

/** Frames that take up to this share of their time are no reason to begin lower; the governor sees to the rest. */
const FITS = 0.9;

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
  let bestMs = await measured(engine, frame);
  for (const candidate of candidates) {
    engine.use(candidate);
    const ms = await measured(engine, frame);
    const isSound = engine.compositor === candidate.kind; // else it failed, and the engine fell back
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

/** Median time of a whole frame in ms. */
async function measured(engine: Engine, frame: VideoFrame): Promise<number> {
  const times: number[] = [];
  for (let run = 0; run < WARM_UPS + RUNS; run++) {
    const startedMs = performance.now();
    (await engine.process(frame)).close();
    if (run >= WARM_UPS) times.push(performance.now() - startedMs);
  }
  times.sort((a, b) => a - b);
  return times[Math.floor(times.length / 2)] ?? Number.POSITIVE_INFINITY;
}
