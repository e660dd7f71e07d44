/** The audio context of the suppressor, and how late the sound comes out of it. */
import { HOP, NET_DELAY, RATE_HZ } from '../dsp/shape';

/** Chromium's `renderSizeHint` and `renderQuantumSize` (Web Audio API 1.1), not yet in TypeScript's library. */
interface SizedContext extends AudioContext {
  readonly renderQuantumSize?: number;
}

const USUAL_QUANTUM = 128;
/** Samples that the net may take where blocks are small: two to three blocks. */
const SMALL_BLOCK_SLACK = 256;

/**
 * A context at 48 kHz whose blocks are the net's frames, where the browser can: then a frame is whole when a block
 * is, and the net has until the next one, 10 ms. Else one with the smallest blocks.
 */
export async function openContext(): Promise<AudioContext> {
  const hinted: AudioContextOptions & { renderSizeHint: number } = {
    sampleRate: RATE_HZ,
    renderSizeHint: HOP,
  };
  const context: SizedContext = new AudioContext(hinted);
  if (context.renderQuantumSize === HOP) return context;
  await context.close();
  return new AudioContext({ sampleRate: RATE_HZ, latencyHint: 0 });
}

/**
 * Samples between what goes in and what comes out. Net and overlap take 30 ms, and filling a frame 10 ms; with
 * blocks that are no frames, also the rest of a block and the time for the net's answer.
 */
export function delayOf(context: SizedContext): number {
  const quantum = context.renderQuantumSize ?? USUAL_QUANTUM;
  if (quantum === HOP) return NET_DELAY + HOP;
  return NET_DELAY + HOP + Math.max(quantum, SMALL_BLOCK_SLACK) - greatestCommonDivisor(quantum, HOP);
}

/** Makes it run, or says that it does not within `withinMs`: browsers wait for a click, systems for a phone call. */
export async function isRunning(context: AudioContext, withinMs: number): Promise<boolean> {
  if (context.state === 'running') return true;
  const late = new Promise<void>((resolve) => setTimeout(resolve, withinMs));
  await Promise.race([context.resume().catch(() => undefined), late]);
  return (context.state as AudioContextState) === 'running';
}

function greatestCommonDivisor(a: number, b: number): number {
  return b === 0 ? a : greatestCommonDivisor(b, a % b);
}
