/** Who is person, by MediaPipe's selfie models on LiteRT.js. */
import {
  type CompiledModel,
  type LiteRt,
  loadAndCompile,
  loadLiteRt,
  supportsFeature,
  Tensor,
} from '@litertjs/core';
import type { Trouble } from '../effect';
import type { Assets } from '../messages';
import type { Look } from './person-box';

/** Of the files in `@mediapipe/selfie_segmentation` 0.1.1675465747; what else answers under that name is not run. */
const MODELS = {
  landscape: {
    width: 256,
    height: 144,
    sha256: '4aafe6223bb8dac6fac8ca8ed56852870a33051ef3f6238822d282a109962894',
  },
  general: {
    width: 256,
    height: 256,
    sha256: '8d13b7fae74af625c641226813616a2117bd6bca19eb3b75574621fc08557f27',
  },
} as const;

type ModelName = Look['model'];

export class SegmenterTrouble extends Error {
  constructor(
    readonly trouble: Extract<Trouble, 'model_missing' | 'model_altered'>,
    detail: string,
  ) {
    super(detail);
  }
}

/** Owns the runtime's models; `close` frees them. One runtime a worker. */
export class Segmenter {
  private constructor(private readonly models: Readonly<Record<ModelName, CompiledModel>>) {}

  /**
   * Loads runtime and models, or takes them from the browser's cache, and runs each model once.
   *
   * @throws SegmenterTrouble
   */
  static async load(assets: Assets): Promise<Segmenter> {
    await loadRuntime(assets);
    const compile = async (name: ModelName, url: string) => {
      const bytes = await fetchModel(url, MODELS[name].sha256);
      return loadAndCompile(bytes, { accelerator: 'wasm' });
    };
    const segmenter = new Segmenter({
      landscape: await compile('landscape', assets.landscapeModel),
      general: await compile('general', assets.generalModel),
    });
    for (const name of ['landscape', 'general'] as const) {
      const { width, height } = MODELS[name];
      await segmenter.run(name, new Float32Array(width * height * 3)); // compiles what is compiled on first use
    }
    return segmenter;
  }

  /** Side lengths of a model's input and mask. */
  size(name: ModelName): { readonly width: number; readonly height: number } {
    return MODELS[name];
  }

  /** `input` is RGB in 0…1, [height, width, 3]; the mask is [height, width] in 0…1 and the caller's own. */
  async run(name: ModelName, input: Float32Array): Promise<Float32Array> {
    const { width, height } = MODELS[name];
    const tensor = Tensor.fromTypedArray(input, [1, height, width, 3]);
    const outputs: Tensor[] = [];
    try {
      outputs.push(...(await this.models[name].run(tensor)));
      const [mask] = outputs;
      if (mask === undefined) throw new Error('the model gave no mask');
      return Float32Array.from(await mask.data());
    } finally {
      for (const output of outputs) output.delete();
      if (!tensor.deleted) tensor.delete();
    }
  }

  close(): void {
    for (const model of Object.values(this.models)) model.delete();
  }
}

let runtimeLoading: Promise<LiteRt> | null = null;

/** The runtime asks for its glue by `importScripts`, which a module worker lacks: the glue is imported instead. */
async function loadRuntime(assets: Assets): Promise<void> {
  runtimeLoading ??= (async () => {
    const isRelaxed = await supportsFeature('relaxedSimd');
    const { default: factory } = isRelaxed
      ? await import('@litertjs/core/wasm/litert_wasm_internal.js')
      : await import('@litertjs/core/wasm/litert_wasm_compat_internal.js');
    const wasm = isRelaxed ? assets.runtime : assets.compatibleRuntime;
    Object.assign(self, {
      importScripts: () => undefined,
      ModuleFactory: factory,
      Module: { locateFile: () => wasm },
    });
    return loadLiteRt('loaded.js');
  })();
  try {
    await runtimeLoading;
  } catch (error) {
    runtimeLoading = null;
    throw new SegmenterTrouble('model_missing', `the runtime did not load: ${String(error)}`);
  }
}

async function fetchModel(url: string, sha256: string): Promise<Uint8Array> {
  let bytes: ArrayBuffer;
  try {
    const response = await fetch(url);
    if (!response.ok) throw new Error(`status ${response.status}`);
    bytes = await response.arrayBuffer();
  } catch (error) {
    throw new SegmenterTrouble('model_missing', `${url}: ${String(error)}`);
  }
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', bytes));
  const found = Array.from(digest, (byte) => byte.toString(16).padStart(2, '0')).join('');
  if (found !== sha256) throw new SegmenterTrouble('model_altered', `${url} has SHA-256 ${found}`);
  return new Uint8Array(bytes);
}
