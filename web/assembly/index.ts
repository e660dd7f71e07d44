/**
 * The arithmetic of background effects on the CPU, as WebAssembly with SIMD. Whoever calls owns the memory: all
 * arguments are addresses in it, and nothing here allocates.
 */
export { compose } from './compose';
export { planesOfRgba, sampleRgb, setColourSpace, shrink, splitChroma } from './frame';
export { blurBackground, guide, placeMask, settle, wrapLight } from './matte';
