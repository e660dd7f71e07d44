/** The picture put together by the SIMD kernels: I420 to I420, what encoders take anyway. */
import type { FrameStore } from '../engine/frame-store';
import { type Compositing, type Layers, timesOf } from './compositing';

export class CpuCompositing implements Compositing {
  readonly kind = 'cpu';

  compose(frame: VideoFrame, store: FrameStore, layers: Layers): VideoFrame {
    const { width, height, factor, lowWidth, lowHeight, at, kernels } = store;
    const picture = layers.picture === null ? 0 : at.picture;
    kernels.run.compose(
      at.planes,
      at.target,
      picture,
      at.coefficients,
      layers.behind,
      at.row,
      width,
      height,
      factor,
      lowWidth,
      lowHeight,
    );
    return new VideoFrame(kernels.bytes(at.target, (width * height * 3) / 2), {
      format: 'I420',
      codedWidth: width,
      codedHeight: height,
      colorSpace: store.colourSpace,
      ...timesOf(frame),
    });
  }

  close(): void {
    // The memory is the store's.
  }
}
