/** One recording through each suppressor, as fast as can be: what the bench compares. */
import { loadSpeex, SpeexWorkletNode } from '@sapphi-red/web-noise-suppressor';
import speexUrl from '@sapphi-red/web-noise-suppressor/speex.wasm?url';
import speexProcessorUrl from '@sapphi-red/web-noise-suppressor/speexWorklet.js?url';
import { Rnnoise } from '@shiguredo/rnnoise-wasm';
import { loadAssets } from '../assets';
import processorUrl from '../audio/processor.worklet.ts?worker&url';
import { LowerRung } from '../audio/rnnoise';
import { HOP, RATE_HZ } from '../dsp/shape';
import { DeepFilterNet } from '../net/deep-filter-net';
import { openSessions, type Sessions } from '../net/graphs';

type Peer = 'none' | 'ours' | 'rnnoise' | 'speex' | 'two';

interface Cleaned {
  readonly samples: Float32Array;
  /** Wall time of each frame in ms; empty where frames are not ours to time. */
  readonly frameMs: readonly number[];
}

/** It does not say when it is ready. */
const SPEEX_LOADS_MS = 500;

let opening: Promise<Sessions> | null = null;

/** 48 kHz mono, whole frames of 10 ms. `two`: RNNoise, then ours, as when nobody turns the first one off. */
export async function cleaned(peer: Peer, samples: Float32Array<ArrayBuffer>): Promise<Cleaned> {
  switch (peer) {
    case 'none':
      return { samples, frameMs: [] };
    case 'ours':
      return byFrames(samples, await net());
    case 'rnnoise':
      return byFrames(samples, await lowerRung());
    case 'two':
      return byFrames((await byFrames(samples, await lowerRung())).samples, await net());
    case 'speex':
      return { samples: await bySpeex(samples), frameMs: [] };
  }
}

type Step = (frame: Float32Array) => Promise<void> | void;

async function net(): Promise<Step> {
  opening ??= loadAssets({ folder: '/denoise/', processor: processorUrl }, () => undefined).then(
    openSessions,
  );
  const net = new DeepFilterNet(await opening);
  return (frame) => net.process(frame, frame);
}

async function lowerRung(): Promise<Step> {
  const rung = new LowerRung(await Rnnoise.load(), 1);
  return (frame) => {
    const cleaned = rung.process(0, frame);
    if (cleaned !== null) frame.set(cleaned);
  };
}

async function byFrames(samples: Float32Array, step: Step): Promise<Cleaned> {
  const out = samples.slice();
  const frameMs: number[] = [];
  for (let start = 0; start + HOP <= out.length; start += HOP) {
    const began = performance.now();
    await step(out.subarray(start, start + HOP));
    frameMs.push(performance.now() - began);
  }
  return { samples: out, frameMs };
}

async function bySpeex(samples: Float32Array<ArrayBuffer>): Promise<Float32Array> {
  const context = new OfflineAudioContext(1, samples.length, RATE_HZ);
  await context.audioWorklet.addModule(speexProcessorUrl);
  const node = new SpeexWorkletNode(context as unknown as AudioContext, {
    wasmBinary: await loadSpeex({ url: speexUrl }),
    maxChannels: 1,
  });
  const buffer = new AudioBuffer({ length: samples.length, sampleRate: RATE_HZ });
  buffer.copyToChannel(samples, 0);
  const source = new AudioBufferSourceNode(context, { buffer });
  source.connect(node).connect(context.destination);
  source.start();
  // Rendering is faster than the processor's loading; until it is there, it would render silence.
  void context.suspend(0).then(async () => {
    await new Promise((resolve) => setTimeout(resolve, SPEEX_LOADS_MS));
    await context.resume();
  });
  return (await context.startRendering()).getChannelData(0);
}
