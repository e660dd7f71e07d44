/** Background effects: the face of this folder. See README.md. */
export type { Compositor, Effect, EffectReport, Rung, RungReason, Trouble } from './effect';
export { DEVICE_BUDGET_MS } from './effect';
export { decodeDrawing, decodePicture, UnusablePicture } from './pictures/decode';
export { isSupported } from './session/output';
export { BackgroundProcessor, type ProcessorOptions } from './session/processor';
