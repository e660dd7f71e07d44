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
  /** A graphics device that takes its work and shows nothing of it. */
  draws_nothing: () => broken(WebGL2RenderingContext.prototype, 'drawArrays', () => undefined),
  /** The worker dies. */
  crash: () => {
    setTimeout(() => {
      throw new Error('injected');
    });
    return () => undefined;
  },
  /** The graphics device that was opened last goes away. */
  lost_device: () => {
    loseDevice();
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

let loseDevice: () => void = () => undefined;

whenMade(OffscreenCanvas.prototype, 'getContext', (context) => {
  if (context instanceof WebGL2RenderingContext)
    loseDevice = () => context.getExtension('WEBGL_lose_context')?.loseContext();
});
// A device that a page destroys says so; this one says what a driver's would.
if ('GPUAdapter' in self)
  whenMade(GPUAdapter.prototype, 'requestDevice', async (promised) => {
    const device = await (promised as Promise<GPUDevice>); // cast: what the method gives
    const lost = new Promise((resolve) => {
      loseDevice = () => {
        device.destroy();
        resolve({ reason: 'unknown', message: 'injected' });
      };
    });
    Object.defineProperty(device, 'lost', { value: lost });
  });

/** Shows `see` what a method gives. */
function whenMade(owner: object, method: string, see: (made: unknown) => void): void {
  const before = Reflect.get(owner, method) as (...rest: unknown[]) => unknown; // cast: a method
  Reflect.set(owner, method, function (this: unknown, ...rest: unknown[]) {
    const made = before.apply(this, rest);
    see(made);
    return made;
  });
}

let mend: () => void = () => undefined;
self.addEventListener('message', ({ data }: MessageEvent<{ fault?: Fault | null }>) => {
  if (data.fault === undefined) return;
  mend();
  mend = data.fault === null ? () => undefined : FAULTS[data.fault]();
});
