/** What browsers have and TypeScript's libraries lack. Processors and generators: on the page in Chromium, in workers elsewhere. */
interface MediaStreamTrackProcessor<Frame> {
  readonly readable: ReadableStream<Frame>;
}
declare const MediaStreamTrackProcessor: {
  new (init: {
    readonly track: MediaStreamTrack;
    readonly maxBufferSize?: number;
  }): MediaStreamTrackProcessor<VideoFrame>;
};

interface MediaStreamTrackGenerator extends MediaStreamTrack {
  readonly writable: WritableStream<VideoFrame>;
}
declare const MediaStreamTrackGenerator: {
  new (init: { readonly kind: 'video' }): MediaStreamTrackGenerator;
};

declare class VideoTrackGenerator {
  readonly track: MediaStreamTrack;
  readonly writable: WritableStream<VideoFrame>;
}

/** Flags of WebGPU, by their names in the specification. */
declare const GPUBufferUsage: {
  readonly UNIFORM: number;
  readonly STORAGE: number;
  readonly COPY_DST: number;
};
declare const GPUTextureUsage: {
  readonly TEXTURE_BINDING: number;
  readonly COPY_DST: number;
  readonly RENDER_ATTACHMENT: number;
};
interface OffscreenCanvas {
  getContext(kind: 'webgpu'): GPUCanvasContext | null;
}
