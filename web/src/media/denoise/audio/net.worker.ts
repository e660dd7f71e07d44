/** The thread of the net: frames in, cleaned frames out, and what they cost. */
import { HOP } from '../dsp/shape';
import { DeepFilterNet } from '../net/deep-filter-net';
import { openSessions, type Sessions } from '../net/graphs';
import { FramePort } from './frame-port';
import { type Frame, FrameRing } from './frame-ring';
import type { FromWorker, ToWorker, Transport } from './messages';

/**
 * Frames waiting, above which the oldest are left out. Of the delay, 10 ms are the net's: when a frame comes, the one
 * before must be back, so only the newest can still be played. The one before it is half of what the newest is
 * made of; any older would cost a device that is too slow already, for nothing that is heard.
 */
const BEHIND_FRAMES = 2;
/** Frames of nothing at all, as a muted microphone gives them, after which the net rests: 2 s. */
const RESTS_AFTER_FRAMES = 200;
const COST_EVERY_FRAMES = 100;
const WARM_UP_ROUNDS = 20;
const WARM_UP_FRAMES = 20;
/** A frame so fast leaves time for everything else. */
const WARM_MS = 3;

interface Line {
  next(): Promise<void>;
  pop(): Frame | null;
  push(frame: Frame): boolean;
  /** Whoever awaits `next` goes on. */
  close(): void;
}

let sessions: Sessions | null = null;
let noisyShare = 0;
/** The line in use; a new stream ends the loop over the last one. */
let current: Line | null = null;

self.onmessage = ({ data }: MessageEvent<ToWorker>) => {
  switch (data.type) {
    case 'open':
      void open(data);
      return;
    case 'stream':
      void serve(lineOf(data.transport, data.channels), data.channels);
      return;
    case 'noisy_share':
      noisyShare = data.share;
  }
};

async function open({ files }: Extract<ToWorker, { type: 'open' }>): Promise<void> {
  try {
    sessions = await openSessions(files);
    await warmUp(sessions);
    say({ type: 'opened' });
  } catch (error) {
    say({ type: 'failed', reason: String(error) });
  }
}

/**
 * The first frames are slow, while the browser still compiles: they are not to be the person's. Ends when they are
 * fast, or when this device seems to have no faster ones.
 */
async function warmUp(opened: Sessions): Promise<void> {
  const net = new DeepFilterNet(opened);
  const frame = Float32Array.from({ length: HOP }, (_, n) => Math.sin(n) / 100);
  for (let round = 0; round < WARM_UP_ROUNDS; round++) {
    const began = performance.now();
    for (let count = 0; count < WARM_UP_FRAMES; count++) await net.process(frame, new Float32Array(HOP));
    if (performance.now() - began < WARM_MS * WARM_UP_FRAMES) return;
  }
}

async function serve(line: Line, channels: number): Promise<void> {
  if (sessions === null) return;
  const stream = new Stream(sessions, channels);
  current?.close();
  current = line;
  const costs: number[] = [];
  try {
    while (current === line) {
      await line.next();
      for (const frame of waiting(line)) {
        if (current !== line) return;
        const began = performance.now();
        await stream.clean(frame.samples);
        costs.push(performance.now() - began);
        line.push(frame);
      }
      if (costs.length >= COST_EVERY_FRAMES) say(costOf(costs.splice(0)));
    }
  } catch (error) {
    say({ type: 'failed', reason: String(error) });
  }
}

/** What waits, without what is too old. */
function waiting(line: Line): Frame[] {
  const frames: Frame[] = [];
  for (let frame = line.pop(); frame !== null; frame = line.pop()) frames.push(frame);
  return frames.slice(-BEHIND_FRAMES);
}

/** The nets of one sound: their states are of no use to another. */
class Stream {
  readonly #nets: DeepFilterNet[];
  #emptyFrames = 0;

  constructor(
    private readonly opened: Sessions,
    channels: number,
  ) {
    this.#nets = Array.from({ length: channels }, () => new DeepFilterNet(opened));
  }

  /** In place, one channel after the other. */
  async clean(samples: Float32Array): Promise<void> {
    this.#emptyFrames = samples.every((sample) => sample === 0) ? this.#emptyFrames + 1 : 0;
    if (this.#emptyFrames > RESTS_AFTER_FRAMES) return;
    for (const [channel, net] of this.#nets.entries()) {
      const part = samples.subarray(channel * HOP, (channel + 1) * HOP);
      net.noisyShare = noisyShare;
      await net.process(part, part);
      // What is no number stays in its states for ever. The frame goes back as it is: the processor leaves it out.
      if (!part.every(Number.isFinite)) this.#nets[channel] = new DeepFilterNet(this.opened);
    }
  }
}

function costOf(costs: number[]): FromWorker {
  const sorted = costs.toSorted((a, b) => a - b);
  const quantile = (share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;
  return { type: 'cost', p50Ms: quantile(0.5), p95Ms: quantile(0.95) };
}

function lineOf(transport: Transport, channels: number): Line {
  if (transport.kind === 'port') return new FramePort(transport.port);
  const toNet = new FrameRing(transport.toNet, channels);
  const fromNet = new FrameRing(transport.fromNet, channels);
  return {
    next: () => toNet.next(),
    pop: () => toNet.pop(),
    push: (frame) => fromNet.push(frame),
    close: () => toNet.wake(),
  };
}

function say(message: FromWorker): void {
  self.postMessage(message);
}
