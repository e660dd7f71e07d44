import { afterEach, beforeEach, expect, it, vi } from 'vitest';
import { HOP } from '../dsp/shape';
import { FrameRing } from './frame-ring';
import type { FromWorker, ToWorker } from './messages';

/** Nets that give back what they get, once a test lets them. */
const made: { frames: number[] }[] = [];
let gate: Promise<void> = Promise.resolve();
vi.mock('../net/graphs', () => ({ openSessions: async () => ({}) }));
vi.mock('../net/deep-filter-net', () => ({
  DeepFilterNet: class {
    readonly frames: number[] = [];
    #isPoisoned = false;
    constructor() {
      made.push(this);
    }
    async process(frame: Float32Array, out: Float32Array): Promise<void> {
      await gate;
      this.frames.push(frame[0] ?? 0);
      this.#isPoisoned ||= frame[0] === POISON;
      if (this.#isPoisoned) out.fill(Number.NaN);
    }
  },
}));
const POISON = 99;

let said: FromWorker[];
let worker: { onmessage: (event: { data: ToWorker }) => void };

beforeEach(async () => {
  said = [];
  gate = Promise.resolve();
  worker = { onmessage: () => undefined };
  vi.stubGlobal('self', Object.assign(worker, { postMessage: (message: FromWorker) => said.push(message) }));
  vi.resetModules();
  await import('./net.worker');
  const none = new ArrayBuffer(0);
  worker.onmessage({
    data: { type: 'open', files: { runtime: none, encoder: none, gainDecoder: none, filterDecoder: none } },
  });
  await vi.waitFor(() => expect(said).toEqual([{ type: 'opened' }]));
  made.length = 0;
});
afterEach(() => vi.unstubAllGlobals());

function stream() {
  const [toNet, fromNet] = [FrameRing.memory(1), FrameRing.memory(1)];
  worker.onmessage({ data: { type: 'stream', channels: 1, transport: { kind: 'memory', toNet, fromNet } } });
  return { to: new FrameRing(toNet, 1), from: new FrameRing(fromNet, 1) };
}

/** The nets wait until what it gives is called. */
function hold(): () => void {
  let open: () => void = () => undefined;
  gate = new Promise((resolve) => {
    open = resolve;
  });
  return open;
}

/** Long enough for whatever can go on. */
const moment = () => new Promise((resolve) => setTimeout(resolve, 5));

const frame = (number: number, sample = number) => ({ number, samples: new Float32Array(HOP).fill(sample) });

it('gives another sound nets of its own, and leaves off the last one at once', async () => {
  const open = hold();
  const first = stream();
  first.to.push(frame(1));
  first.to.push(frame(2));
  await moment();
  const second = stream();
  second.to.push(frame(3));
  await moment();
  open();
  await vi.waitFor(() => expect(second.from.pop()).not.toBeNull());
  expect(made.map(({ frames }) => frames)).toEqual([[1], [3]]);
});

it('leaves out what could not be played any more', async () => {
  const open = hold();
  const { to, from } = stream();
  to.push(frame(1));
  await moment();
  for (const number of [2, 3, 4, 5]) to.push(frame(number));
  open();
  const back: number[] = [];
  await vi.waitFor(() => {
    for (let found = from.pop(); found !== null; found = from.pop()) back.push(found.number);
    expect(back.at(-1)).toBe(5);
  });
  expect(back).toEqual([1, 4, 5]);
});

it('makes a net anew that gives what is no number', async () => {
  const { to, from } = stream();
  to.push(frame(1, POISON));
  await vi.waitFor(() => expect(from.pop()?.number).toBe(1));
  to.push(frame(2, 0.5));
  await vi.waitFor(() => expect(from.pop()).toMatchObject({ number: 2, samples: frame(2, 0.5).samples }));
});

it('waits no longer for a frame of a sound that is over', async () => {
  const waiting = vi.spyOn(Atomics, 'waitAsync');
  stream();
  await moment();
  const [first] = waiting.mock.results;
  stream();
  expect(await first?.value.value).toBe('ok');
});
