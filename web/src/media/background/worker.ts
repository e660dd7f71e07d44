/** The worker of one camera: takes messages, owns engine, pump and segmenter. */
import { openCompositors } from './compositors/open';
import type { Compositor, Trouble } from './effect';
import { MessageEnds, StreamEnds } from './engine/ends';
import { Engine } from './engine/engine';
import { Kernels } from './engine/kernels';
import { type Ends, Pump } from './engine/pump';
import { Segmenter, SegmenterTrouble } from './engine/segmenter';
import { startingRung } from './engine/start';
import type { FromWorker, Pipes, ToWorker } from './messages';

const REPORT_EVERY_MS = 1000;
/** After a model could not be fetched; until then everything stays covered. */
const LOAD_AGAIN_AFTER_MS = 15_000;

type Opening = Extract<ToWorker, { type: 'open' }>;

class BackgroundWorker {
  readonly #engine: Engine;
  readonly #pump: Pump;
  #writer: WritableStreamDefaultWriter<VideoFrame> | null = null;
  #messageEnds: MessageEnds | null = null;
  #loaded: Segmenter | null = null;
  #isLoading = false;

  constructor(
    kernels: Kernels,
    private readonly opening: Opening,
  ) {
    this.#engine = new Engine(kernels, opening.effect, {
      segmenterFailed: () => void this.#load(),
      compositorFailed: () => this.#fallBack(),
    });
    this.#pump = new Pump(this.#engine, say, (frame) => this.#start(frame));
    this.setLowPower(opening.isLowPower);
    setInterval(() => this.#pump.tick(), REPORT_EVERY_MS);
    void this.#load();
  }

  setInput(pipes: Pipes, framesPerSecond: number): void {
    void this.#pump.change(this.#ends(pipes, framesPerSecond), framesPerSecond);
  }

  setEffect(effect: Opening['effect']): void {
    this.#engine.effect = effect;
    void this.#load();
  }

  setLowPower(isOn: boolean): void {
    if (this.#pump.governor.limit(isOn ? 'half_mask' : 'full')) this.#pump.follow();
  }

  receive(frame: VideoFrame | null): void {
    if (this.#messageEnds === null) frame?.close();
    else this.#messageEnds.receive(frame);
  }

  /** The generator is the camera's for good, whatever feeds it: who watches keeps one track. */
  #ends(pipes: Pipes, framesPerSecond: number): Ends {
    this.#messageEnds = null;
    switch (pipes.kind) {
      case 'streams':
        if (pipes.writable !== null) this.#writer = pipes.writable.getWriter();
        return new StreamEnds(pipes.readable, this.#requireWriter());
      case 'track': {
        if (this.#writer === null) {
          const generator = new VideoTrackGenerator();
          this.#writer = generator.writable.getWriter();
          say({ type: 'track', track: generator.track }, [generator.track as unknown as Transferable]); // cast: transferable in Safari
        }
        const processor = new MediaStreamTrackProcessor({ track: pipes.track, maxBufferSize: 1 });
        return new StreamEnds(processor.readable, this.#requireWriter());
      }
      case 'frames':
        this.#messageEnds = new MessageEnds(framesPerSecond, say);
        return this.#messageEnds;
    }
  }

  #requireWriter(): WritableStreamDefaultWriter<VideoFrame> {
    if (this.#writer === null) throw new Error('the first input brings the output along');
    return this.#writer;
  }

  async #load(): Promise<void> {
    if (this.#isLoading || this.#loaded !== null || this.#engine.segmenter !== null) return;
    this.#isLoading = true;
    try {
      this.#loaded = await Segmenter.load(this.opening.assets);
    } catch (error) {
      const trouble: Trouble = error instanceof SegmenterTrouble ? error.trouble : 'unsupported';
      say({ type: 'trouble', trouble, detail: String(error) });
      if (trouble === 'model_missing') setTimeout(() => void this.#load(), LOAD_AGAIN_AFTER_MS);
    } finally {
      this.#isLoading = false;
    }
  }

  /** When the models have come: measures, with the frame at hand, what does it fastest and how much can be done. */
  async #start(frame: VideoFrame): Promise<void> {
    const segmenter = this.#loaded;
    if (segmenter === null) return;
    this.#loaded = null;
    this.#engine.segmenter = segmenter;
    this.#engine.fallBack(); // whatever is at work is measured anew with the others
    const candidates = await openCompositors(this.opening, (kind) => this.#lost(kind));
    const rung = await startingRung(
      this.#engine,
      frame,
      candidates,
      this.#pump.framesAsked,
      this.opening.forced,
    );
    this.#pump.governor.start(rung);
    this.#pump.follow();
  }

  #lost(kind: Compositor): void {
    if (this.#engine.compositor === kind) this.#fallBack();
  }

  /** A graphics device is gone: the processor takes over, and is measured anew as it goes. */
  #fallBack(): void {
    this.#engine.fallBack();
    this.#pump.governor.lostDevice();
    this.#pump.follow();
  }
}

function say(message: FromWorker, transfer: Transferable[] = []): void {
  self.postMessage(message, { transfer });
}

let worker: BackgroundWorker | null = null;
let opening: Promise<void> = Promise.resolve();

async function hear(message: ToWorker): Promise<void> {
  if (message.type === 'open') {
    try {
      worker = new BackgroundWorker(await Kernels.load(), message);
    } catch (error) {
      say({ type: 'trouble', trouble: 'unsupported', detail: String(error) });
    }
    return;
  }
  if (worker === null) return;
  switch (message.type) {
    case 'input':
      worker.setInput(message.pipes, message.framesPerSecond);
      break;
    case 'effect':
      worker.setEffect(message.effect);
      break;
    case 'low_power':
      worker.setLowPower(message.isOn);
      break;
    case 'frame':
      worker.receive(message.frame);
      break;
  }
}

self.addEventListener('message', (event: MessageEvent<ToWorker>) => {
  // In order: what comes while the kernels compile waits for them.
  opening = opening
    .then(() => hear(event.data))
    .catch((error: unknown) => say({ type: 'trouble', trouble: 'crashed', detail: String(error) }));
});
