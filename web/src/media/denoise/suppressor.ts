/**
 * The suppressor of a page: owns the audio context, the net's thread and what was downloaded. One sound at a time
 * goes through it; whoever comes later takes over.
 */
import { type AssetUrls, loadAssets } from './assets';
import { delayOf, isRunning, openContext } from './audio/context';
import { canShareMemory, FrameRing } from './audio/frame-ring';
import type {
  FromProcessor,
  FromWorker,
  Mode,
  ProcessorReport,
  Recorded,
  ToProcessor,
  ToWorker,
  Transport,
} from './audio/messages';
import processorUrl from './audio/processor.worklet.ts?worker&url';
import { RungChoice } from './audio/rung-choice';
import { HOP, RATE_HZ } from './dsp/shape';

/** Time for a context to start, which takes some 50 ms when nothing forbids it. */
const START_WITHIN_MS = 1000;

/** `dfn3`: DeepFilterNet3; `rnnoise`: the device is too busy for it; `dry`: turned off for the moment, or nothing works. */
type Rung = 'dfn3' | 'rnnoise' | 'dry';

export interface SuppressorState {
  readonly rung: Rung;
  /** Why the rung is not `dfn3` although it is wished for. */
  readonly cause: 'busy' | 'failed' | null;
  /** Of the sound that goes through. */
  readonly delayMs: number;
  readonly report: ProcessorReport | null;
  /** Wall time in ms a frame of 10 ms; null until a second of sound went through. */
  readonly cost: { readonly p50Ms: number; readonly p95Ms: number } | null;
  /** The context does not run: nothing comes out until it does. */
  readonly isSuspended: boolean;
}

export interface SuppressorOptions {
  /** Where the graphs are; default `/denoise/`. */
  readonly folder?: string;
  readonly onProgress?: (share: number) => void;
  readonly signal?: AbortSignal;
}

export class Suppressor {
  readonly #listeners = new Set<() => void>();
  readonly #rungs = new RungChoice();
  #line: Line | null = null;
  #isBypassed = false;
  #noisyShare = 0;
  #rung: 'net' | 'lower' = 'net';
  #hasFailed = false;
  #recorded: ((recorded: Recorded) => void) | null = null;
  #state: SuppressorState;

  private constructor(
    readonly context: AudioContext,
    private readonly worker: Worker,
  ) {
    this.#state = {
      rung: 'dry',
      cause: null,
      delayMs: (1000 * delayOf(context)) / RATE_HZ,
      report: null,
      cost: null,
      isSuspended: context.state !== 'running',
    };
    context.onstatechange = () => {
      if (context.state === 'suspended') void context.resume().catch(() => undefined);
      this.#change({ isSuspended: context.state !== 'running' });
    };
    worker.onmessage = ({ data }: MessageEvent<FromWorker>) => this.#hear(data);
    worker.onerror = () => this.#hear({ type: 'failed', reason: 'the thread ended' });
  }

  /** Downloads and starts everything. Throws `AssetsFailed`, or what the browser says about threads and sound. */
  static async open(options: SuppressorOptions = {}): Promise<Suppressor> {
    const urls: AssetUrls = { folder: options.folder ?? '/denoise/', processor: processorUrl };
    const files = await loadAssets(urls, options.onProgress ?? (() => undefined), options.signal);
    const worker = new Worker(new URL('./audio/net.worker.ts', import.meta.url), { type: 'module' });
    let context: AudioContext | null = null;
    try {
      const opened = new Promise<void>((resolve, reject) => {
        worker.onmessage = ({ data }: MessageEvent<FromWorker>) =>
          data.type === 'opened'
            ? resolve()
            : reject(new Error(data.type === 'failed' ? data.reason : data.type));
        worker.onerror = (event) => reject(new Error(event.message));
      });
      post(worker, { type: 'open', files }, Object.values(files));
      context = await openContext();
      await Promise.all([opened, context.audioWorklet.addModule(processorUrl)]);
      return new Suppressor(context, worker);
    } catch (error) {
      worker.terminate();
      await context?.close();
      throw error;
    }
  }

  /** A track of the cleaned sound of `source`, which stays its owner's. Throws if the context may not run yet. */
  async attach(source: MediaStreamTrack): Promise<MediaStreamTrack> {
    if (!(await isRunning(this.context, START_WITHIN_MS)))
      throw new Error('the browser lets no sound run on this page yet');
    this.detach();
    const line = new Line(this.context, source);
    this.#line = line;
    line.node.port.onmessage = ({ data }: MessageEvent<FromProcessor>) => {
      if (this.#line === line) this.#follow(data);
    };
    this.#connect(line);
    this.#change({ rung: 'dry', report: null, cost: null });
    return line.track;
  }

  /** Another source for the same cleaned track, for example after a change of device. */
  replace(source: MediaStreamTrack): MediaStreamTrack | null {
    this.#line?.replace(source);
    return this.#line?.track ?? null;
  }

  /** Ends the cleaned track; of `only` that one, if it is still the one at work. */
  detach(only?: MediaStreamTrack): void {
    if (only !== undefined && this.#line?.track !== only) return;
    this.#line?.close();
    this.#line = null;
    this.#change({ rung: 'dry', report: null });
  }

  /** How much noise may be taken away at most, in dB; 100 and more: all that can be. */
  setStrength(limitDb: number): void {
    this.#noisyShare = limitDb >= 100 ? 0 : 10 ** (-Math.max(0, limitDb) / 20);
    post(this.worker, { type: 'noisy_share', share: this.#noisyShare });
    this.#line?.say({ type: 'noisy_share', share: this.#noisyShare });
  }

  /** Lets the sound through as it is, equally late, to compare. */
  setBypassed(isBypassed: boolean): void {
    this.#isBypassed = isBypassed;
    this.#line?.say({ type: 'mode', mode: this.#mode() });
  }

  /** The next `seconds` before and after, at `RATE_HZ`, in step. Never resolves if the track is detached. */
  record(seconds: number): Promise<Recorded> {
    this.#line?.say({ type: 'record', frames: Math.round((seconds * RATE_HZ) / HOP) });
    return new Promise((resolve) => {
      this.#recorded = resolve;
    });
  }

  getState(): SuppressorState {
    return this.#state;
  }

  subscribe(listener: () => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  async close(): Promise<void> {
    this.detach();
    this.#listeners.clear();
    this.worker.terminate();
    this.context.onstatechange = null;
    if (this.context.state !== 'closed') await this.context.close();
  }

  #connect(line: Line): void {
    const { channels } = line;
    let toWorker: Transport;
    if (canShareMemory()) {
      const [toNet, fromNet] = [FrameRing.memory(channels), FrameRing.memory(channels)];
      toWorker = { kind: 'memory', toNet, fromNet };
      line.say({ type: 'transport', transport: toWorker });
    } else {
      const { port1, port2 } = new MessageChannel();
      toWorker = { kind: 'port', port: port1 };
      line.say({ type: 'transport', transport: { kind: 'port', port: port2 } }, [port2]);
    }
    const ports = toWorker.kind === 'port' ? [toWorker.port] : [];
    post(this.worker, { type: 'stream', channels, transport: toWorker }, ports);
    line.say({ type: 'noisy_share', share: this.#noisyShare });
    line.say({ type: 'mode', mode: this.#mode() });
  }

  #mode(): Mode {
    if (this.#isBypassed) return 'dry';
    return this.#hasFailed ? 'lower' : this.#rung;
  }

  #hear(message: FromWorker): void {
    if (message.type === 'cost') this.#change({ cost: message });
    if (message.type !== 'failed') return;
    this.#hasFailed = true;
    this.#line?.say({ type: 'mode', mode: this.#mode() });
    this.#change({ cause: 'failed' });
  }

  #follow(message: FromProcessor): void {
    if (message.type === 'recorded') {
      this.#recorded?.(message);
      return;
    }
    if (!this.#isBypassed && !this.#hasFailed) {
      const rung = this.#rungs.after(message, performance.now());
      if (rung !== this.#rung) {
        this.#rung = rung;
        this.#line?.say({ type: 'mode', mode: this.#mode() });
      }
    }
    const rung = RUNGS[message.current];
    this.#change({ report: message, rung, cause: this.#cause() });
  }

  #cause(): SuppressorState['cause'] {
    if (this.#hasFailed) return 'failed';
    return this.#rung === 'lower' ? 'busy' : null;
  }

  #change(change: Partial<SuppressorState>): void {
    this.#state = { ...this.#state, ...change };
    for (const listener of this.#listeners) listener();
  }
}

const RUNGS: Readonly<Record<Mode, Rung>> = { net: 'dfn3', lower: 'rnnoise', dry: 'dry' };

/** The way of one sound: source, processor, cleaned track. */
class Line {
  readonly channels: number;
  readonly node: AudioWorkletNode;
  readonly #destination: MediaStreamAudioDestinationNode;
  #source: MediaStreamAudioSourceNode;

  constructor(
    private readonly context: AudioContext,
    source: MediaStreamTrack,
  ) {
    this.channels = source.getSettings().channelCount === 2 ? 2 : 1;
    this.#source = sourceOf(context, source); // first: a processor that nobody closes would run for ever if it threw
    this.node = new AudioWorkletNode(context, 'parley-denoise', {
      numberOfInputs: 1,
      numberOfOutputs: 1,
      outputChannelCount: [this.channels],
      channelCount: this.channels,
      channelCountMode: 'explicit',
      processorOptions: { channels: this.channels, delay: delayOf(context) },
    });
    this.#destination = new MediaStreamAudioDestinationNode(context, { channelCount: this.channels });
    this.node.connect(this.#destination);
    this.#source.connect(this.node);
  }

  get track(): MediaStreamTrack {
    const [track] = this.#destination.stream.getAudioTracks();
    if (track === undefined) throw new Error('a destination has a track');
    return track;
  }

  replace(source: MediaStreamTrack): void {
    const next = sourceOf(this.context, source);
    this.#source.disconnect();
    this.#source = next;
    next.connect(this.node);
  }

  say(message: ToProcessor, transfer: Transferable[] = []): void {
    this.node.port.postMessage(message, transfer);
  }

  close(): void {
    this.say({ type: 'close' });
    this.#source.disconnect();
    this.node.disconnect();
    this.track.stop();
  }
}

function sourceOf(context: AudioContext, track: MediaStreamTrack): MediaStreamAudioSourceNode {
  return context.createMediaStreamSource(new MediaStream([track]));
}

function post(worker: Worker, message: ToWorker, transfer: Transferable[] = []): void {
  worker.postMessage(message, transfer);
}
