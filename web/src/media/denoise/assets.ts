/** What the suppressor needs from the server: fetched on first use, with progress, and refused unless it is the right thing. */
import type { NetFiles } from './net/graphs';
import weights from './net/weights.json';

export interface AssetUrls {
  /** Folder of the graphs and the packed runtime, as `tools/denoise_graphs.py` writes it; ends with a slash. */
  readonly folder: string;
  /** The audio thread's script: fetched with the rest, so that loading it takes no time later. */
  readonly processor: string;
}

/** A file is missing, or is not the one that belongs to this version. */
export class AssetsFailed extends Error {
  override readonly name = 'AssetsFailed';
}

const RUNTIME = 'ort.wasm.gz';
/** Bytes of the files whose size is not pinned, for a progress that neither jumps nor waits for headers. */
const ROUGH_BYTES: Readonly<Record<string, number>> = { [RUNTIME]: 3_660_000, processor: 4_850_000 };

/** Throws `AssetsFailed`. `onProgress` gets the share that has come, 0 to 1. */
export async function loadAssets(
  urls: AssetUrls,
  onProgress: (share: number) => void,
  signal?: AbortSignal,
): Promise<NetFiles> {
  const failing = new AbortController();
  const stop = AbortSignal.any([failing.signal, ...(signal === undefined ? [] : [signal])]);
  const progress = new Progress((share) => {
    if (!stop.aborted) onProgress(share);
  });
  const load = async (name: string, url: string) => {
    const bytes = await download(url, (loaded) => progress.of(name, loaded), stop);
    progress.done(name);
    return bytes;
  };
  const graph = async (name: string) => {
    const expected = weights.files.find((file) => file.name === name)?.sha256;
    return verified(name, await load(name, urls.folder + name), expected);
  };
  try {
    const [encoder, gainDecoder, filterDecoder, runtime] = await Promise.all([
      graph('enc.onnx'),
      graph('erb_dec.onnx'),
      graph('df_dec.onnx'),
      load(RUNTIME, urls.folder + RUNTIME).then(runtimeOf),
      load('processor', urls.processor),
    ]);
    return { encoder, gainDecoder, filterDecoder, runtime };
  } catch (error) {
    failing.abort(); // nobody waits for the rest
    throw error;
  }
}

async function download(
  url: string,
  onBytes: (loaded: number) => void,
  signal: AbortSignal,
): Promise<ArrayBuffer> {
  try {
    const answer = await fetch(url, { signal });
    if (!answer.ok || answer.body === null) throw new AssetsFailed(`${url} answers ${answer.status}`);
    let loaded = 0;
    const counted = answer.body.pipeThrough(
      new TransformStream<Uint8Array<ArrayBuffer>, Uint8Array<ArrayBuffer>>({
        transform(chunk, controller) {
          loaded += chunk.byteLength;
          onBytes(loaded);
          controller.enqueue(chunk);
        },
      }),
    );
    return await new Response(counted).arrayBuffer();
  } catch (error) {
    throw error instanceof AssetsFailed ? error : new AssetsFailed(`${url} does not load: ${String(error)}`);
  }
}

async function verified(
  name: string,
  bytes: ArrayBuffer,
  expected: string | undefined,
): Promise<ArrayBuffer> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = [...digest].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== expected) throw new AssetsFailed(`${name} has SHA-256 ${found}, not ${expected}`);
  return bytes;
}

/** What is pinned is the runtime as npm gives it: what packing makes of it depends on who packs. */
async function runtimeOf(packed: ArrayBuffer): Promise<ArrayBuffer> {
  return verified(RUNTIME, await unpacked(packed), weights.runtime.sha256);
}

async function unpacked(packed: ArrayBuffer): Promise<ArrayBuffer> {
  const [first, second] = new Uint8Array(packed);
  // Some servers take the ending for an encoding and send it, and then the browser has unpacked it already.
  if (first !== 0x1f || second !== 0x8b) return packed;
  try {
    return await new Response(
      new Blob([packed]).stream().pipeThrough(new DecompressionStream('gzip')),
    ).arrayBuffer();
  } catch (error) {
    throw new AssetsFailed(`${RUNTIME} does not unpack: ${String(error)}`);
  }
}

class Progress {
  readonly #expected = new Map<string, number>([
    ...Object.entries(ROUGH_BYTES),
    ...weights.files.map(({ name, bytes }): [string, number] => [name, bytes]),
  ]);
  readonly #loaded = new Map<string, number>();

  constructor(private readonly tell: (share: number) => void) {}

  of(name: string, loaded: number): void {
    this.#loaded.set(name, Math.min(loaded, this.#expected.get(name) ?? loaded));
    const sum = (numbers: Iterable<number>) => [...numbers].reduce((total, number) => total + number, 0);
    this.tell(sum(this.#loaded.values()) / sum(this.#expected.values()));
  }

  done(name: string): void {
    this.of(name, this.#expected.get(name) ?? 0);
  }
}
