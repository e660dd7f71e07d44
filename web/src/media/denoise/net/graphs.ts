/** The three graphs of DeepFilterNet3 on ONNX Runtime, one frame at a time. Their states are kept here. */
import { env, InferenceSession, Tensor } from 'onnxruntime-web/wasm';
import { DF_BINS, ERB_BANDS } from '../dsp/shape';

/** Bytes of everything that a `Net` is made from. */
export interface NetFiles {
  readonly runtime: ArrayBuffer;
  readonly encoder: ArrayBuffer;
  readonly gainDecoder: ArrayBuffer;
  readonly filterDecoder: ArrayBuffer;
}

const HIDDEN = 256;
const CHANNELS = 64;
/** Frames that the first convolutions and the filter's pathway look at. */
const INPUT_FRAMES = 3;
const PATHWAY_FRAMES = 5;

type Tensors = Record<string, Tensor>;

export interface Sessions {
  readonly encoder: InferenceSession;
  readonly gainDecoder: InferenceSession;
  readonly filterDecoder: InferenceSession;
}

/** Throws when the runtime or a graph does not load. */
export async function openSessions(files: NetFiles): Promise<Sessions> {
  env.wasm.wasmBinary = files.runtime;
  env.wasm.numThreads = 1; // a second thread costs more in waiting than these small products give
  const open = (graph: ArrayBuffer) => InferenceSession.create(new Uint8Array(graph), OPTIONS);
  // One after another: the runtime starts with the first.
  return {
    encoder: await open(files.encoder),
    gainDecoder: await open(files.gainDecoder),
    filterDecoder: await open(files.filterDecoder),
  };
}

const OPTIONS: InferenceSession.SessionOptions = {
  executionProviders: ['wasm'],
  graphOptimizationLevel: 'all',
  enableCpuMemArena: true,
  logSeverityLevel: 3,
};

/** One stream's states; sessions may be shared by several. Calls must not overlap. */
export class Graphs {
  readonly #bands = new History(1, INPUT_FRAMES, ERB_BANDS);
  readonly #bins = new History(2, INPUT_FRAMES, DF_BINS);
  readonly #pathway = new History(CHANNELS, PATHWAY_FRAMES, DF_BINS);
  #states: Tensors = Object.fromEntries(
    ['enc_h0', 'erb_dec_h0', 'erb_dec_h1', 'df_dec_h0', 'df_dec_h1'].map((name) => [name, zeros()]),
  );
  #encoded: Tensors = {};

  constructor(private readonly sessions: Sessions) {}

  /** Takes a frame's features in. */
  async encode(bands: Float32Array, bins: Float32Array): Promise<void> {
    this.#encoded = await this.#run(
      this.sessions.encoder,
      { feat_erb: this.#bands.with(bands), feat_spec: this.#bins.with(bins) },
      ['enc_h0'],
    );
  }

  /** [ERB_BANDS] gains for the frame `LOOKAHEAD` before the encoded one. */
  async gains(): Promise<Float32Array> {
    const { emb, e0, e1, e2, e3 } = this.#encoded;
    if (!emb || !e0 || !e1 || !e2 || !e3) throw new Error('encode first');
    const decoded = await this.#run(this.sessions.gainDecoder, { emb, e0, e1, e2, e3 }, [
      'erb_dec_h0',
      'erb_dec_h1',
    ]);
    return numbers(decoded, 'm');
  }

  /** [DF_BINS, DF_ORDER, 2] coefficients for the same frame. */
  async coefficients(): Promise<Float32Array> {
    const { emb } = this.#encoded;
    if (!emb) throw new Error('encode first');
    const c0 = this.#pathway.with(numbers(this.#encoded, 'c0'));
    const decoded = await this.#run(this.sessions.filterDecoder, { emb, c0 }, ['df_dec_h0', 'df_dec_h1']);
    return numbers(decoded, 'coefs');
  }

  async #run(session: InferenceSession, inputs: Tensors, states: readonly string[]): Promise<Tensors> {
    const feeds: Tensors = { ...inputs };
    for (const name of states) feeds[name] = this.#states[name] ?? zeros();
    const outputs: Tensors = { ...(await session.run(feeds)) };
    for (const name of states) this.#states[name] = outputs[`${name}_next`] ?? zeros();
    return outputs;
  }
}

/** The last frames of one input, oldest first: [1, channels, frames, width]. */
class History {
  readonly #values: Float32Array;

  constructor(
    private readonly channels: number,
    private readonly frames: number,
    private readonly width: number,
  ) {
    this.#values = new Float32Array(channels * frames * width);
  }

  /** With a frame, [channels, width], as the newest. */
  with(frame: Float32Array): Tensor {
    const { channels, frames, width } = this;
    for (let channel = 0; channel < channels; channel++) {
      const start = channel * frames * width;
      this.#values.copyWithin(start, start + width, start + frames * width);
      this.#values.set(frame.subarray(channel * width, (channel + 1) * width), start + (frames - 1) * width);
    }
    return new Tensor('float32', this.#values, [1, channels, frames, width]);
  }
}

function zeros(): Tensor {
  return new Tensor('float32', new Float32Array(HIDDEN), [1, 1, HIDDEN]);
}

function numbers(tensors: Tensors, name: string): Float32Array {
  const data = tensors[name]?.data;
  if (!(data instanceof Float32Array)) throw new Error(`the graph gives no ${name}`);
  return data;
}
