/** The picture put together by WebGPU: the camera's frame as an external texture, one pass, nothing copied before. */
import type { FrameStore } from '../engine/frame-store';
import { type Compositing, isSoftware, type Layers, timesOf } from './compositing';
import { SHADER } from './webgpu-shader';
import { coverScale, yuvOf } from './yuv';

const FORMAT = 'rgba8unorm';
/** 3 × 3 matrices are padded to four rows: 12 + 12 + 4 + 4 + 4 floats. */
const SETTINGS_FLOATS = 36;

export class GpuCompositing implements Compositing {
  readonly kind = 'webgpu';
  readonly #canvas = new OffscreenCanvas(2, 2);
  readonly #context: GPUCanvasContext;
  readonly #pipeline: GPURenderPipeline;
  readonly #sampler: GPUSampler;
  readonly #settings: GPUBuffer;
  readonly #low = new Map<'coefficients' | 'behind', GPUBuffer>();
  #picture: { readonly of: ImageBitmap; readonly texture: GPUTexture } | null = null;
  #nothing: GPUTexture;
  #isLost = false;

  private constructor(
    private readonly device: GPUDevice,
    onLost: () => void,
  ) {
    const context = this.#canvas.getContext('webgpu');
    if (context === null) throw new Error('there is no WebGPU canvas');
    this.#context = context;
    context.configure({ device, format: FORMAT, alphaMode: 'opaque' });
    const module = device.createShaderModule({ code: SHADER });
    this.#pipeline = device.createRenderPipeline({
      layout: 'auto',
      vertex: { module },
      fragment: { module, targets: [{ format: FORMAT }] },
    });
    this.#sampler = device.createSampler({ magFilter: 'linear', minFilter: 'linear' });
    this.#settings = device.createBuffer({
      size: SETTINGS_FLOATS * 4,
      usage: GPUBufferUsage.UNIFORM | GPUBufferUsage.COPY_DST,
    });
    this.#nothing = device.createTexture({
      size: [1, 1],
      format: FORMAT,
      usage: GPUTextureUsage.TEXTURE_BINDING,
    });
    const lose = () => {
      if (this.#isLost) return;
      this.#isLost = true;
      onLost();
    };
    void device.lost.then(({ reason }) => {
      if (reason !== 'destroyed') lose();
    });
    device.addEventListener('uncapturederror', lose); // it goes on, and draws nothing
  }

  /** Null where there is no WebGPU, or none on hardware. */
  static async open(allowSoftware: boolean, onLost: () => void): Promise<GpuCompositing | null> {
    const gpu = navigator.gpu as GPU | undefined; // missing in older browsers, whatever the types say
    const adapter = await gpu?.requestAdapter({ powerPreference: 'high-performance' });
    if (!adapter) return null;
    const { isFallbackAdapter, vendor, architecture, description } = adapter.info;
    if (!allowSoftware && (isFallbackAdapter || isSoftware(`${vendor} ${architecture} ${description}`)))
      return null;
    return new GpuCompositing(await adapter.requestDevice(), onLost);
  }

  compose(frame: VideoFrame, store: FrameStore, layers: Layers): VideoFrame {
    if (this.#isLost) throw new Error('the WebGPU device is lost');
    const { device } = this;
    if (this.#canvas.width !== store.width || this.#canvas.height !== store.height) {
      this.#canvas.width = store.width;
      this.#canvas.height = store.height;
    }
    this.#writeSettings(store, layers);
    const bindings = device.createBindGroup({
      layout: this.#pipeline.getBindGroupLayout(0),
      entries: [
        device.importExternalTexture({ source: frame }),
        { buffer: this.#settings },
        { buffer: this.#uploaded('coefficients', store, store.at.coefficients) },
        { buffer: this.#uploaded('behind', store, layers.behind) },
        this.#pictureTexture(layers.picture).createView(),
        this.#sampler,
      ].map((resource, binding) => ({ binding, resource })),
    });
    const encoder = device.createCommandEncoder();
    const pass = encoder.beginRenderPass({
      colorAttachments: [
        { view: this.#context.getCurrentTexture().createView(), loadOp: 'clear', storeOp: 'store' },
      ],
    });
    pass.setPipeline(this.#pipeline);
    pass.setBindGroup(0, bindings);
    pass.draw(3);
    pass.end();
    device.queue.submit([encoder.finish()]);
    return new VideoFrame(this.#canvas, { alpha: 'discard', ...timesOf(frame) });
  }

  close(): void {
    this.#isLost = true; // given up: what it still complains of concerns nobody
    this.device.destroy();
  }

  #writeSettings(store: FrameStore, { picture }: Layers): void {
    const { matrix, inverse, offset } = yuvOf(store.colourSpace);
    const settings = new Float32Array(SETTINGS_FLOATS);
    for (let column = 0; column < 3; column++) {
      settings.set(matrix.subarray(column * 3, column * 3 + 3), column * 4);
      settings.set(inverse.subarray(column * 3, column * 3 + 3), 12 + column * 4);
    }
    settings.set(offset, 24);
    settings.set([store.width, store.height, store.factor, picture === null ? 0 : 1], 28);
    settings.set(
      [store.lowWidth, store.lowHeight, ...(picture === null ? [1, 1] : coverScale(picture, store))],
      32,
    );
    this.device.queue.writeBuffer(this.#settings, 0, settings);
  }

  #uploaded(name: 'coefficients' | 'behind', store: FrameStore, address: number): GPUBuffer {
    const values = store.kernels.floats(address, store.lowWidth * store.lowHeight * 4);
    let buffer = this.#low.get(name);
    if (buffer?.size !== values.byteLength) {
      buffer?.destroy();
      buffer = this.device.createBuffer({
        size: values.byteLength,
        usage: GPUBufferUsage.STORAGE | GPUBufferUsage.COPY_DST,
      });
      this.#low.set(name, buffer);
    }
    this.device.queue.writeBuffer(buffer, 0, values);
    return buffer;
  }

  #pictureTexture(picture: ImageBitmap | null): GPUTexture {
    if (picture === null) return this.#nothing;
    if (this.#picture?.of === picture) return this.#picture.texture;
    this.#picture?.texture.destroy();
    const size = [picture.width, picture.height];
    const texture = this.device.createTexture({
      size,
      format: FORMAT,
      usage: GPUTextureUsage.TEXTURE_BINDING | GPUTextureUsage.COPY_DST | GPUTextureUsage.RENDER_ATTACHMENT,
    });
    this.device.queue.copyExternalImageToTexture({ source: picture }, { texture }, size);
    this.#picture = { of: picture, texture };
    return texture;
  }
}
