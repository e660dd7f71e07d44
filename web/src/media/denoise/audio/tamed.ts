/**
 * Full scale is 1. Sound in floats may go beyond it, a loud sum of tracks for example; what goes further than this
 * comes from something broken, and squared would be no number any more in the states of both rungs, for ever.
 */
const LOUDEST = 4;

/** A copy in which what is no number is silence; a microphone that was unplugged gives nothing at all. */
export function tamed(block: Float32Array | undefined, length: number): Float32Array {
  const copy = new Float32Array(length);
  for (let n = 0; n < length; n++) {
    const sample = block?.[n] ?? 0;
    copy[n] = Number.isFinite(sample) ? Math.max(-LOUDEST, Math.min(LOUDEST, sample)) : 0;
  }
  return copy;
}
