/** What page and worker say to each other. */
import type { Effect, EffectReport, Trouble } from './effect';

/** Where the worker finds what it loads on first use; each name holds the content's hash. */
export interface Assets {
  readonly landscapeModel: string;
  readonly generalModel: string;
  readonly runtime: string;
  readonly compatibleRuntime: string;
}

/** The way of the frames. */
export type Pipes =
  /** Streams of the page's own processor and generator, transferred. */
  | {
      readonly kind: 'streams';
      readonly readable: ReadableStream<VideoFrame>;
      readonly writable: WritableStream<VideoFrame> | null;
    }
  /** A track, where processor and generator exist in workers only; the worker answers with a track. */
  | { readonly kind: 'track'; readonly track: MediaStreamTrack }
  /** The worker asks for each frame and gives it back, where there is neither. */
  | { readonly kind: 'frames' };

export type ToWorker =
  | {
      readonly type: 'open';
      readonly assets: Assets;
      readonly effect: Effect;
      readonly isLowPower: boolean;
      /** Software adapters count as hardware: for tests of what is drawn, never for people. */
      readonly allowSoftware: boolean;
      readonly forced: EffectReport['compositor'] | null;
    }
  | { readonly type: 'input'; readonly pipes: Pipes; readonly framesPerSecond: number }
  | { readonly type: 'effect'; readonly effect: Effect }
  | { readonly type: 'low_power'; readonly isOn: boolean }
  | { readonly type: 'frame'; readonly frame: VideoFrame | null };

export type FromWorker =
  | { readonly type: 'report'; readonly report: EffectReport }
  | { readonly type: 'trouble'; readonly trouble: Trouble; readonly detail: string }
  | { readonly type: 'capture'; readonly isSmall: boolean }
  | { readonly type: 'first_frame' }
  | { readonly type: 'track'; readonly track: MediaStreamTrack }
  | { readonly type: 'want_frame' }
  | { readonly type: 'frame'; readonly frame: VideoFrame };
