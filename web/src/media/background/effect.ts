/** What can be done with the background, and what the person is told of it. Plain data, sent to the worker and back. */

/**
 * Blur, by `strength` from 0 (objects are still recognisable, faces and text are not) to 1; or a picture instead, with
 * `lightWrap` of its light on the very edge of the person, 0 to 1, 0.3 if not said.
 */
export type Effect =
  | { readonly kind: 'blur'; readonly strength: number }
  | { readonly kind: 'picture'; readonly picture: ImageBitmap; readonly lightWrap?: number };

/** Where the full-size picture is put together. */
export type Compositor = 'webgpu' | 'webgl2' | 'cpu';

/** How much is done for each frame; each rung costs less than the one before. */
export const RUNGS = ['full', 'half_mask', 'small_capture', 'whole_blur'] as const;
export type Rung = (typeof RUNGS)[number];

/** Frames a second that the camera is asked for from `small_capture` on. */
export const SMALL_FRAMES = 20;

/** Why the rung is what it is. */
export type RungReason = 'measured' | 'late' | 'recovered' | 'low_power' | 'device_lost';

export type Trouble =
  /** The model could not be fetched, or is not the one that this version was made for. */
  | 'model_missing'
  | 'model_altered'
  /** The browser cannot run the effect at all. */
  | 'unsupported'
  /** The worker died or stopped answering; a new one is needed. */
  | 'crashed';

/** Once a second, and whenever the rung changes. */
export interface EffectReport {
  /** `starting` and `covered` show the whole frame blurred: never the room. */
  readonly state: 'starting' | 'running' | 'covered';
  readonly compositor: Compositor;
  readonly rung: Rung;
  readonly reason: RungReason;
  /** What a frame takes in the worker, smoothed; 0 before the first. */
  readonly frameMs: number;
  /** Frames that came out in the last second, and that the camera is asked for. */
  readonly framesPerSecond: number;
  readonly framesAsked: number;
  readonly width: number;
  readonly height: number;
}

/** What this feature may take of the 80 ms that everything between lens and network has. */
export const DEVICE_BUDGET_MS = 80;
