/** The real worker, with faults of the platform to be switched on from the page: for tests of what happens then. */
import '../src/media/background/worker';

const FAULTS = {
  /** Frames cannot be read. */
  unreadable_frames: () =>
    broken(VideoFrame.prototype, 'copyTo', () => Promise.reject(new Error('injected'))),
  /** The model's answers do not come. */
  no_masks: () =>
    broken(Float32Array, 'from', () => {
      throw new Error('injected');
    }),
  /** The worker dies. */
  crash: () => {
    setTimeout(() => {
      throw new Error('injected');
    });
    return () => undefined;
  },
} as const;

export type Fault = keyof typeof FAULTS;

/** Puts `instead` in place of a method; returns what mends it. */
function broken(owner: object, method: string, instead: () => unknown): () => void {
  const before: unknown = Reflect.get(owner, method);
  Reflect.set(owner, method, instead);
  return () => Reflect.set(owner, method, before);
}

let mend: () => void = () => undefined;
self.addEventListener('message', ({ data }: MessageEvent<{ fault?: Fault | null }>) => {
  if (data.fault === undefined) return;
  mend();
  mend = data.fault === null ? () => undefined : FAULTS[data.fault]();
});
