/**
 * On the audio thread: cuts the sound into frames, gives them to the net and to the lower rung, and plays what is
 * there in time. Never waits, never throws: whatever fails, the sound goes on, `delay` samples late.
 */
import './worklet-globals';
import { Rnnoise } from '@shiguredo/rnnoise-wasm';
import { HOP, NET_DELAY } from '../dsp/shape';
import { AlignedMix } from './aligned-mix';
import { FramePort, type FrameSource } from './frame-port';
import { FrameRing } from './frame-ring';
import { Levels } from './levels';
import type { FromProcessor, Mode, ProcessorOptions, ToProcessor, Transport } from './messages';
import { LowerRung, RNNOISE_DELAY } from './rnnoise';
import { tamed } from './tamed';
import { Tape } from './tape';

const REPORT_EVERY_FRAMES = 10;
/** Frames in time before the net is played again after a late one: 250 ms. */
const TRUSTED_AFTER_FRAMES = 25;

const loading = Rnnoise.load();

class DenoiseProcessor extends AudioWorkletProcessor {
  readonly #channels: number;
  readonly #delay: number;
  readonly #mixes: readonly AlignedMix[];
  readonly #frames: readonly Float32Array[];
  readonly #before = new Levels();
  readonly #after = new Levels();
  #filled = 0;
  #number = 0;
  #position = 0;
  #mode: Mode = 'dry';
  #net: FrameSource | null = null;
  #lower: LowerRung | null = null;
  #inTime = TRUSTED_AFTER_FRAMES;
  #sent = 0;
  #late = 0;
  #lowerMs = 0;
  #isClosed = false;
  readonly #out: Float32Array = new Float32Array(HOP);
  #outFilled = 0;
  #tape: Tape | null = null;

  constructor(options: { processorOptions: ProcessorOptions }) {
    super();
    const { channels, delay } = options.processorOptions;
    this.#channels = channels;
    this.#delay = delay;
    this.#mixes = Array.from({ length: channels }, () => new AlignedMix(delay));
    this.#frames = Array.from({ length: channels }, () => new Float32Array(HOP));
    this.port.onmessage = ({ data }: MessageEvent<ToProcessor>) => this.#obey(data);
    loading.then(
      (rnnoise) => {
        if (!this.#isClosed) this.#lower = new LowerRung(rnnoise, channels);
      },
      () => undefined, // the dry sound is the lower rung then
    );
  }

  process(inputs: Float32Array[][], outputs: Float32Array[][]): boolean {
    const output = outputs[0];
    const length = output?.[0]?.length ?? 0;
    if (output === undefined || length === 0) return !this.#isClosed;
    this.#take(inputs[0] ?? [], length);
    this.#receive();
    const version = this.#version(length);
    this.#mixes.forEach((mix, channel) => {
      const out = output[channel];
      if (out !== undefined) mix.read(version, out);
    });
    this.#measure(output[0] ?? new Float32Array(0));
    return !this.#isClosed;
  }

  #obey(message: ToProcessor): void {
    switch (message.type) {
      case 'transport':
        this.#net = sourceOf(message.transport, this.#channels);
        return;
      case 'mode':
        this.#mode = message.mode;
        this.#inTime = 0;
        return;
      case 'noisy_share':
        for (const mix of this.#mixes) mix.noisyShare = message.share;
        return;
      case 'record':
        this.#tape = new Tape(message.frames, Math.round(this.#delay / HOP));
        return;
      case 'close':
        this.#isClosed = true;
        this.#lower?.close();
        this.#lower = null;
    }
  }

  /** Takes `length` samples in; a frame that is full goes on its way. */
  #take(input: readonly Float32Array[], length: number): void {
    const blocks = this.#mixes.map((mix, channel) => {
      const block = tamed(input[channel] ?? input[0], length);
      mix.write('dry', this.#position, block);
      return block;
    });
    for (let n = 0; n < length; n++) {
      this.#frames.forEach((frame, channel) => {
        frame[this.#filled] = blocks[channel]?.[n] ?? 0;
      });
      this.#filled += 1;
      if (this.#filled === HOP) this.#finishFrame();
    }
    this.#position += length;
  }

  #finishFrame(): void {
    this.#filled = 0;
    const frame = this.#frames[0] ?? this.#out;
    this.#before.add(frame);
    this.#tape?.addBefore(frame);
    if (this.#mode === 'net' && this.#net !== null) {
      const samples = new Float32Array(HOP * this.#channels);
      this.#frames.forEach((frame, channel) => {
        samples.set(frame, channel * HOP);
      });
      this.#net.push({ number: this.#number, samples });
      this.#sent += 1;
    }
    if (this.#mode !== 'dry') this.#lowerFrames();
    this.#number += 1;
    if (this.#number % REPORT_EVERY_FRAMES === 0) this.#report();
  }

  /** The lower rung runs all the time: cold, it would need half a second to know the noise. */
  #lowerFrames(): void {
    const began = Date.now(); // there is no finer clock here; whole milliseconds average out
    this.#frames.forEach((frame, channel) => {
      const cleaned = this.#lower?.process(channel, frame) ?? null;
      if (cleaned !== null) this.#mixes[channel]?.write('lower', this.#number * HOP - RNNOISE_DELAY, cleaned);
    });
    this.#lowerMs += (Date.now() - began - this.#lowerMs) / 300;
  }

  #receive(): void {
    for (let frame = this.#net?.pop() ?? null; frame !== null; frame = this.#net?.pop() ?? null) {
      if (!frame.samples.every(Number.isFinite)) continue; // a hole, over which the lower rung helps
      for (const [channel, mix] of this.#mixes.entries()) {
        const samples = frame.samples.subarray(channel * HOP, (channel + 1) * HOP);
        mix.write('net', frame.number * HOP - NET_DELAY, samples);
      }
    }
  }

  #version(length: number): Mode {
    const mix = this.#mixes[0];
    if (mix === undefined || this.#mode === 'dry') return 'dry';
    const lower = mix.has('lower', length) ? 'lower' : 'dry';
    if (this.#mode === 'lower') return lower;
    if (mix.has('net', length)) {
      this.#inTime += length / HOP;
    } else {
      if (this.#number > 4) this.#late += length / HOP; // the first ones cannot be there yet
      this.#inTime = 0;
    }
    return this.#inTime >= TRUSTED_AFTER_FRAMES ? 'net' : lower;
  }

  #measure(out: Float32Array): void {
    for (const sample of out) {
      this.#out[this.#outFilled++] = sample;
      if (this.#outFilled < HOP) continue;
      this.#outFilled = 0;
      this.#after.add(this.#out);
      const recorded = this.#tape?.addAfter(this.#out) ?? null;
      if (recorded === null) continue;
      this.#tape = null;
      this.#say(recorded);
    }
  }

  #report(): void {
    this.#say({
      type: 'report',
      current: this.#mixes[0]?.current ?? 'dry',
      before: { levelDb: this.#before.levelDb(REPORT_EVERY_FRAMES), floorDb: this.#before.floorDb() },
      after: { levelDb: this.#after.levelDb(REPORT_EVERY_FRAMES), floorDb: this.#after.floorDb() },
      frames: this.#sent,
      lateFrames: Math.round(this.#late),
      lowerMs: this.#lowerMs,
    });
    this.#sent = 0;
    this.#late = 0;
  }

  #say(message: FromProcessor): void {
    this.port.postMessage(message);
  }
}

function sourceOf(transport: Transport, channels: number): FrameSource {
  if (transport.kind === 'port') return new FramePort(transport.port);
  const toNet = new FrameRing(transport.toNet, channels);
  const fromNet = new FrameRing(transport.fromNet, channels);
  return { push: (frame) => toNet.push(frame), pop: () => fromNet.pop() };
}

registerProcessor('parley-denoise', DenoiseProcessor);
