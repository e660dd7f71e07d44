/** The audio thread's globals, which TypeScript's DOM library leaves out (Web Audio API, §1.32). */
declare class AudioWorkletProcessor {
  readonly port: MessagePort;
}
declare function registerProcessor(
  name: string,
  processor: new (options: {
    processorOptions: import('./messages').ProcessorOptions;
  }) => AudioWorkletProcessor,
): void;
