/** Sounds for the laboratory: 48 kHz mono, whole frames, the same each time. */
import { speechSamples } from '../speech.ts';

const RATE_HZ = 48_000;
const HOP = 480;

/** Speech with a noise like a street's, silence, clicks and clipping: 8 s. */
export function noisySpeech(): Float32Array {
  const speech = speechSamples();
  const length = 8 * RATE_HZ;
  const random = randomNumbers(1);
  let rumble = 0;
  return Float32Array.from({ length }, (_, n) => {
    const second = n / RATE_HZ;
    rumble = 0.98 * rumble + 0.02 * random();
    if (second > 5 && second < 5.8) return 0; // longer than any state forgets
    const noise = 0.6 * rumble + 0.02 * random() + (n % 9_600 < 40 ? 0.3 * random() : 0);
    const sample = (speech[n] ?? 0) / 32_768 + noise;
    return second > 7 ? Math.max(-1, Math.min(1, 12 * sample)) : sample;
  });
}

/** The same sound as a slower microphone gives it: the mean of what falls into each of its samples. */
export function atRate(samples: Float32Array, rateHz: number): Float32Array {
  const step = RATE_HZ / rateHz;
  return Float32Array.from({ length: Math.floor(samples.length / step) }, (_, n) => {
    const span = samples.slice(Math.round(n * step), Math.round((n + 1) * step));
    return span.reduce((sum, sample) => sum + sample, 0) / span.length;
  });
}

/** A tone; one sample wrong is heard in it, and seen in its second difference. */
export function tone(seconds: number, hz = 440, level = 0.5): Float32Array {
  const length = Math.floor((seconds * RATE_HZ) / HOP) * HOP;
  return Float32Array.from({ length }, (_, n) => level * Math.sin((2 * Math.PI * hz * n) / RATE_HZ));
}

/** Evenly in -1…1, by a linear congruential generator (Numerical Recipes). */
function randomNumbers(seed: number): () => number {
  let state = seed;
  return () => {
    state = (Math.imul(1_664_525, state) + 1_013_904_223) >>> 0;
    return state / 2 ** 31 - 1;
  };
}
