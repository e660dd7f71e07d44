/**
 * Background effects for one camera. Fits livekit-client's `TrackProcessor`, and needs none of it.
 *
 * The processed track shows nothing of the room at any time, whatever happens to the worker; it ends with `destroy`.
 */
import { type Compositor, type Effect, type EffectReport, SMALL_FRAMES, type Trouble } from '../effect';
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

/** What a camera is asked for on the lower rungs: its longer side, its shape kept. */
const SMALL_SIDE = 640;

export class BackgroundProcessor {
  readonly name = 'parley-background';
  #output: Output = openOutput();
  #worker: Worker;
  #effect: Effect;
  #isLowPower: boolean;
  #input: MediaStreamTrack | null = null;
  #usualConstraints: MediaTrackConstraints = {};
  #heardAtMs = performance.now();
  #watch: ReturnType<typeof setInterval> | null = null;
  #firstFrame = new Signal();
  #isSmall = false;
  #isSilent = false;
  #isDead = false;
  #isOver = false;

  constructor(
    effect: Effect,
    private readonly options: ProcessorOptions = {},
  ) {
    this.#effect = effect;
    this.#isLowPower = options.isLowPower ?? false;
    this.#worker = this.#openWorker();
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

  /** Another camera, or the same one anew; the processed track stays, unless the worker has died: then it is a new one. */
  async restart({ track }: { readonly track: MediaStreamTrack }): Promise<void> {
    if (this.#isDead) this.#revive();
    this.#firstFrame = new Signal();
    await this.#connect(track);
  }

  /** The worker is gone; until `restart`, what was shown last stays. */
  get isDead(): boolean {
    return this.#isDead;
  }

  /** A picture is handed over and must not be used afterwards. */
  setEffect(effect: Effect): void {
    if (effect !== this.#effect) release(this.#effect);
    this.#effect = effect;
    if (this.#isOver) release(effect);
    this.#tell({ type: 'effect', effect });
  }

  setLowPower(isOn: boolean): void {
    this.#isLowPower = isOn;
    this.#tell({ type: 'low_power', isOn });
  }

  async destroy(): Promise<void> {
    if (this.#isOver) return;
    this.#isOver = true;
    if (this.#watch !== null) clearInterval(this.#watch);
    this.#stopWorker();
    this.#output.close();
    release(this.#effect);
  }

  /** Pictures are copied to the worker, not handed over: another worker may need them. */
  #openWorker(): Worker {
    const { options } = this;
    const worker = options.createWorker?.() ?? createWorker();
    worker.addEventListener('message', (event: MessageEvent<FromWorker>) => this.#hear(event.data));
    worker.addEventListener('error', (event) => this.#die(event.message));
    const opening: ToWorker = {
      type: 'open',
      assets: { ...ASSETS, ...options.assets },
      effect: this.#effect,
      isLowPower: this.#isLowPower,
      allowSoftware: options.allowSoftware ?? false,
      forced: options.compositor ?? null,
    };
    worker.postMessage(opening);
    return worker;
  }

  /** The way out went with the worker: what is shown from now on is another track. */
  #revive(): void {
    this.#output.close();
    this.#output = openOutput();
    this.#worker = this.#openWorker();
    this.#isDead = false;
    this.#isSilent = false;
    this.#heardAtMs = performance.now();
  }

  async #connect(track: MediaStreamTrack): Promise<void> {
    // The same camera again may be at work on a lower rung: what was asked of it first is still the usual.
    if (track !== this.#input) {
      this.#usualConstraints = track.getConstraints();
      this.#isSmall = false;
    }
    this.#input = track;
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
    const input = this.#input;
    if (input === null || isSmall === this.#isSmall) return;
    this.#isSmall = isSmall;
    const wish = isSmall ? { ...this.#usualConstraints, ...small(input) } : this.#usualConstraints;
    input.applyConstraints(wish).catch(() => undefined);
  }

  #lookAfterWorker(): void {
    if (this.#isDead) return;
    const silentMs = performance.now() - this.#heardAtMs;
    const wasSilent = this.#isSilent;
    this.#isSilent = silentMs > SILENCE_MAX_MS && !document.hidden;
    // A page that slept hears nothing either; what is silent twice over, with the page awake in between, is dead.
    if (this.#isSilent && wasSilent) this.#die(`silent for ${Math.round(silentMs)} ms`);
  }

  /** What was shown last stays; whoever owns us restarts it. */
  #die(detail: string): void {
    if (this.#isOver || this.#isDead) return;
    this.#isDead = true;
    this.#stopWorker();
    this.options.onTrouble?.('crashed', detail);
  }

  #stopWorker(): void {
    this.#capture(false);
    this.#firstFrame.tell();
    this.#worker.terminate();
  }

  #tell(message: ToWorker, transfer: Transferable[] = []): void {
    if (!this.#isOver && !this.#isDead) this.#worker.postMessage(message, transfer);
  }
}

function createWorker(): Worker {
  return new Worker(new URL('../worker.ts', import.meta.url), { type: 'module', name: 'background' });
}

function small(camera: MediaStreamTrack): MediaTrackConstraints {
  const { width = 16, height = 9 } = camera.getSettings();
  const scale = SMALL_SIDE / Math.max(width, height);
  return {
    width: { ideal: Math.round(width * scale) },
    height: { ideal: Math.round(height * scale) },
    frameRate: { ideal: SMALL_FRAMES },
  };
}

function release(effect: Effect): void {
  if (effect.kind === 'picture') effect.picture.close();
}
