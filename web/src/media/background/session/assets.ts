/** What the worker loads on first use. The names hold the content's hash, so browsers keep each file for good. */
import compatibleRuntime from '@litertjs/core/wasm/litert_wasm_compat_internal.wasm?url';
import runtime from '@litertjs/core/wasm/litert_wasm_internal.wasm?url';
import generalModel from '@mediapipe/selfie_segmentation/selfie_segmentation.tflite?url';
import landscapeModel from '@mediapipe/selfie_segmentation/selfie_segmentation_landscape.tflite?url';
import type { Assets } from '../messages';

/** Absolute: a worker's own address is another one. */
export const ASSETS: Assets = {
  landscapeModel: absolute(landscapeModel),
  generalModel: absolute(generalModel),
  runtime: absolute(runtime),
  compatibleRuntime: absolute(compatibleRuntime),
};

function absolute(address: string): string {
  return new URL(address, location.href).href;
}
