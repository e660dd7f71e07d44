/** What the threads say to each other, beside the frames themselves. */
import type { NetFiles } from '../net/graphs';

/** How frames travel: two rings in shared memory, or a pair of message ports. */
export type Transport =
  | { readonly kind: 'memory'; readonly toNet: SharedArrayBuffer; readonly fromNet: SharedArrayBuffer }
  | { readonly kind: 'port'; readonly port: MessagePort };

/** Which version of the sound is wished for. `net` falls to `lower`, and `lower` to `dry`, while there is none. */
export type Mode = 'net' | 'lower' | 'dry';

export interface ProcessorOptions {
  readonly channels: number;
  /** Samples by which what comes out is later than what goes in. */
  readonly delay: number;
}

export type ToProcessor =
  | { readonly type: 'transport'; readonly transport: Transport }
  | { readonly type: 'mode'; readonly mode: Mode }
  | { readonly type: 'noisy_share'; readonly share: number }
  /** Asks for the next `frames` frames, before and after. */
  | { readonly type: 'record'; readonly frames: number }
  | { readonly type: 'close' };

/** Ten times a second. Levels are in dB relative to full scale, floors what is there between the words. */
export interface ProcessorReport {
  readonly type: 'report';
  readonly current: Mode;
  readonly before: { readonly levelDb: number; readonly floorDb: number };
  readonly after: { readonly levelDb: number; readonly floorDb: number };
  /** Frames that went to the net since the last report, and how many of them had not come back in time. */
  readonly frames: number;
  readonly lateFrames: number;
  /** CPU of the lower rung, in ms a frame of 10 ms. */
  readonly lowerMs: number;
}

/** The first channel of what went in and of what came out, in step. */
export interface Recorded {
  readonly type: 'recorded';
  readonly before: Float32Array<ArrayBuffer>;
  readonly after: Float32Array<ArrayBuffer>;
}

export type FromProcessor = ProcessorReport | Recorded;

export type ToWorker =
  | { readonly type: 'open'; readonly files: NetFiles }
  | { readonly type: 'stream'; readonly channels: number; readonly transport: Transport }
  | { readonly type: 'noisy_share'; readonly share: number };

export type FromWorker =
  | { readonly type: 'opened' }
  | { readonly type: 'failed'; readonly reason: string }
  /** Wall time of the net, in ms a frame of 10 ms, over the last second. */
  | { readonly type: 'cost'; readonly p50Ms: number; readonly p95Ms: number };
