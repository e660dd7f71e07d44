/** Noise suppression for a microphone's track: DeepFilterNet3, RNNoise below it. README.md says how to use it. */
export { AssetsFailed } from './assets';
export type { Recorded } from './audio/messages';
export { RATE_HZ } from './dsp/shape';
export { LivekitProcessor } from './livekit-processor';
export {
  browserSuppresses,
  type CaptureConstraints,
  type Choice,
  constraintsFor,
  type SuppressorInUse,
} from './policy';
export { Suppressor, type SuppressorState } from './suppressor';
