/**
 * Background effects for one camera. Fits livekit-client's `TrackProcessor`, and needs none of it.
 *
 * The processed track shows nothing of the room at any time, whatever happens to the worker; it ends with `destroy`.
 */
import type { Compositor, Effect, EffectReport, Trouble } from '../effect';
import type { Assets, FromWorker, ToWorker } from '../messages';
import { ASSETS } from './assets';
import { type Output, openOutput } from './output';
import { Signal } from './signal';

export interface ProcessorOptions {
  readonly isLowPower?: boolean;
  readonly onReport?: (report: EffectReport) => void;
  readonly onTrouble?: (trouble: Trouble, detail: string) => void;
  /** For tests: other files, another worker, software adapters, one compositor. */
  readonly assets?: Partial<Assets>;
  readonly createWorker?: () => Worker;
  readonly allowSoftware?: boolean;
  readonly compositor?: Compositor;
  /** What a frame's time is measured against, where it is not the camera's own rate. */
  readonly framesAsked?: number;
}

/** A camera sends its first frame within this, or it sends none; whoever waits for us goes on without. */
const FIRST_FRAME_WITHIN_MS = 5_000;
/** The worker reports every second; silence for so long, on a page that is awake, is its death. */
const SILENCE_MAX_MS = 8_000;
const WATCH_EVERY_MS = 2_000;

/** What a camera is asked for on the lower rungs. */
const SMALL: MediaTrackConstraints = {
  width: { ideal: 640 },
  height: { ideal: 360 },
  frameRate: { ideal: 20 },
};

export class BackgroundProcessor {
  readonly name = 'parley-background';
  readonly #output: Output = openOutput();
  readonly #worker: Worker;
  #input: MediaStreamTrack | null = null;
  #usualConstraints: MediaTrackConstraints = {};
  #heardAtMs = performance.now();
  #watch: ReturnType<typeof setInterval> | null = null;
  #firstFrame = new Signal();
  #isOver = false;

  constructor(
    effect: Effect,
    private readonly options: ProcessorOptions = {},
  ) {
    this.#worker = options.createWorker?.() ?? createWorker();
    this.#worker.addEventListener('message', (event: MessageEvent<FromWorker>) => this.#hear(event.data));
    this.#worker.addEventListener('error', (event) => this.#die(event.message));
    this.#tell(
      {
        type: 'open',
        assets: { ...ASSETS, ...options.assets },
        effect,
        isLowPower: options.isLowPower ?? false,
        allowSoftware: options.allowSoftware ?? false,
        forced: options.compositor ?? null,
      },
      transferred(effect),
    );
  }

  /** There once `init` has resolved. */
  get processedTrack(): MediaStreamTrack {
    if (this.#output.track === null) throw new Error('the worker has not said yet which track is its own');
    return this.#output.track;
  }

  /** Resolves when the first frame is out, so that whoever publishes the track then shows no black. */
  async init({ track }: { readonly track: MediaStreamTrack }): Promise<void> {
    this.#watch = setInterval(() => this.#lookAfterWorker(), WATCH_EVERY_MS);
    await this.#connect(track);
  }

  /** Another camera, or the same one anew; the processed track stays. */
  async restart({ track }: { readonly track: MediaStreamTrack }): Promise<void> {
    this.#firstFrame = new Signal();
    await this.#connect(track);
  }

  /** A picture is handed over and must not be used afterwards. */
  setEffect(effect: Effect): void {
    this.#tell({ type: 'effect', effect }, transferred(effect));
  }

  setLowPower(isOn: boolean): void {
    this.#tell({ type: 'low_power', isOn });
  }

  async destroy(): Promise<void> {
    this.#end();
    this.#output.close();
  }

  async #connect(track: MediaStreamTrack): Promise<void> {
    this.#input = track;
    this.#usualConstraints = track.getConstraints();
    const { pipes, transfer } = await this.#output.connect(track);
    this.#tell(
      {
        type: 'input',
        pipes,
        framesPerSecond: this.options.framesAsked ?? track.getSettings().frameRate ?? 30,
      },
      transfer,
    );
    if (track.readyState === 'live') await this.#firstFrame.within(FIRST_FRAME_WITHIN_MS);
  }

  #hear(message: FromWorker): void {
    this.#heardAtMs = performance.now();
    switch (message.type) {
      case 'report':
        this.options.onReport?.(message.report);
        break;
      case 'trouble':
        this.options.onTrouble?.(message.trouble, message.detail);
        break;
      case 'capture':
        this.#capture(message.isSmall);
        break;
      case 'first_frame':
        this.#firstFrame.tell();
        break;
      case 'track':
        this.#output.adopt(message.track);
        break;
      case 'want_frame': {
        const frame = this.#output.grab();
        this.#tell({ type: 'frame', frame }, frame === null ? [] : [frame]);
        break;
      }
      case 'frame':
        this.#output.show(message.frame);
        break;
    }
  }

  /** Smaller frames from the camera itself; one that cannot is left as it is, and the governor goes on from there. */
  #capture(isSmall: boolean): void {
    const wish = isSmall ? { ...this.#usualConstraints, ...SMALL } : this.#usualConstraints;
    this.#input?.applyConstraints(wish).catch(() => undefined);
  }

  #lookAfterWorker(): void {
    const silentMs = performance.now() - this.#heardAtMs;
    // A hidden page's own clock is slow; only what is silent by its own measure twice over is dead.
    if (silentMs > SILENCE_MAX_MS && !document.hidden) this.#die(`silent for ${Math.round(silentMs)} ms`);
  }

  /** What was shown last stays; whoever owns us makes another. */
  #die(detail: string): void {
    if (this.#isOver) return;
    this.#end();
    this.options.onTrouble?.('crashed', detail);
  }

  #end(): void {
    this.#isOver = true;
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#firstFrame.tell();
    this.#worker.terminate();
  }

  #tell(message: ToWorker, transfer: Transferable[] = []): void {
    if (!this.#isOver) this.#worker.postMessage(message, transfer);
  }
}

function createWorker(): Worker {
  return new Worker(new URL('../worker.ts', import.meta.url), { type: 'module', name: 'background' });
}

function transferred(effect: Effect): Transferable[] {
  return effect.kind === 'picture' ? [effect.picture] : [];
}
