/**
 * What RNNoise's loader looks for and the audio thread has not: it refuses to start outside pages and workers,
 * though it needs nothing of either. Imported before it.
 */
const scope = globalThis as { window?: object };
scope.window ??= {};
