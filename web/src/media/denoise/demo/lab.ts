/** The parts by name, for tests and benches that drive them from outside. */
import { loadAssets } from '../assets';
import { FrameRing } from '../audio/frame-ring';
import processorUrl from '../audio/processor.worklet.ts?worker&url';
import * as denoise from '../index';
import { DeepFilterNet } from '../net/deep-filter-net';
import { openSessions } from '../net/graphs';
import { cleaned } from './peers';
import { player, recorder } from './recorder';

/** Samples through a wall that lets text pass. */
function packed(samples: Float32Array): string {
  const bytes = new Uint8Array(samples.buffer, samples.byteOffset, samples.byteLength);
  let text = '';
  for (let at = 0; at < bytes.length; at += 32_768)
    text += String.fromCharCode(...bytes.subarray(at, at + 32_768));
  return btoa(text);
}

function unpacked(text: string): Float32Array<ArrayBuffer> {
  const letters = atob(text);
  const samples = new Float32Array(letters.length / Float32Array.BYTES_PER_ELEMENT);
  const bytes = new Uint8Array(samples.buffer);
  for (let at = 0; at < bytes.length; at += 1) bytes[at] = letters.charCodeAt(at);
  return samples;
}

let opening: Promise<denoise.Suppressor> | null = null;
/** One for all that a page tries. */
function sharedSuppressor(): Promise<denoise.Suppressor> {
  opening ??= denoise.Suppressor.open();
  return opening;
}

const lab = {
  cleaned,
  ...denoise,
  DeepFilterNet,
  FrameRing,
  loadAssets,
  openSessions,
  packed,
  player,
  processorUrl,
  recorder,
  sharedSuppressor,
  unpacked,
};
export type Lab = typeof lab;
Object.assign(window, { lab });
