/** The picture put together by WebGL 2: one pass over the frame, with the coefficients as a small texture. */
import type { FrameStore } from '../engine/frame-store';
import { type Compositing, isSoftware, type Layers, timesOf } from './compositing';
import { FRAGMENT, UNITS, VERTEX } from './webgl2-shaders';
import { coverScale, yuvOf } from './yuv';

export class GlCompositing implements Compositing {
  readonly kind = 'webgl2';
  readonly #uniforms: Readonly<Record<string, WebGLUniformLocation | null>>;
  readonly #textures: Readonly<Record<keyof typeof UNITS, WebGLTexture>>;
  #pictureTaken: ImageBitmap | null = null;

  private constructor(
    private readonly canvas: OffscreenCanvas,
    private readonly gl: WebGL2RenderingContext,
    private readonly onLost: () => void,
  ) {
    canvas.addEventListener('webglcontextlost', onLost, { once: true });
    const program = linked(gl);
    // biome-ignore lint/correctness/useHookAtTopLevel: WebGL's, not React's
    gl.useProgram(program);
    const names = [
      'u_toYuv',
      'u_offset',
      'u_toRgb',
      'u_low',
      'u_pictureScale',
      'u_hasPicture',
      ...Object.values(UNITS).map(({ name }) => name),
    ];
    this.#uniforms = Object.fromEntries(names.map((name) => [name, gl.getUniformLocation(program, name)]));
    this.#textures = {
      frame: texture(gl),
      coefficients: texture(gl),
      behind: texture(gl),
      picture: texture(gl),
    };
    for (const { name, unit } of Object.values(UNITS)) gl.uniform1i(this.#uniform(name), unit);
  }

  /** Null where there is no WebGL 2, or none on hardware. */
  static open(allowSoftware: boolean, onLost: () => void): GlCompositing | null {
    const canvas = new OffscreenCanvas(2, 2);
    const gl = canvas.getContext('webgl2', {
      alpha: false,
      antialias: false,
      depth: false,
      powerPreference: 'high-performance',
    });
    if (gl === null) return null;
    const info = gl.getExtension('WEBGL_debug_renderer_info');
    const renderer = String(gl.getParameter(info?.UNMASKED_RENDERER_WEBGL ?? gl.RENDERER));
    if (!allowSoftware && isSoftware(renderer)) {
      gl.getExtension('WEBGL_lose_context')?.loseContext();
      return null;
    }
    return new GlCompositing(canvas, gl, onLost);
  }

  compose(frame: VideoFrame, store: FrameStore, layers: Layers): VideoFrame {
    const { gl, canvas } = this;
    if (gl.isContextLost()) throw new Error('the WebGL context is lost');
    if (canvas.width !== store.width || canvas.height !== store.height) {
      canvas.width = store.width;
      canvas.height = store.height;
      gl.viewport(0, 0, store.width, store.height);
    }
    this.#bind('frame');
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, frame);
    this.#upload('coefficients', store, store.at.coefficients);
    this.#upload('behind', store, layers.behind);
    this.#takePicture(layers.picture, store);
    const { matrix, offset, inverse } = yuvOf(store.colourSpace);
    gl.uniformMatrix3fv(this.#uniform('u_toYuv'), false, matrix);
    gl.uniformMatrix3fv(this.#uniform('u_toRgb'), false, inverse);
    gl.uniform3fv(this.#uniform('u_offset'), offset);
    gl.uniform1i(this.#uniform('u_hasPicture'), layers.picture === null ? 0 : 1);
    // The low grid may reach a little over the frame's edge: pixels to texture coordinates.
    gl.uniform2f(
      this.#uniform('u_low'),
      store.width / (store.factor * store.lowWidth),
      store.height / (store.factor * store.lowHeight),
    );
    gl.drawArrays(gl.TRIANGLES, 0, 3);
    return new VideoFrame(canvas, { alpha: 'discard', ...timesOf(frame) });
  }

  close(): void {
    this.canvas.removeEventListener('webglcontextlost', this.onLost); // given up, not lost
    this.gl.getExtension('WEBGL_lose_context')?.loseContext();
  }

  #upload(name: 'coefficients' | 'behind', store: FrameStore, address: number): void {
    const { gl } = this;
    this.#bind(name);
    const values = store.kernels.floats(address, store.lowWidth * store.lowHeight * 4);
    // Half floats filter everywhere; their ten bits are finer than eight of a pixel.
    gl.texImage2D(
      gl.TEXTURE_2D,
      0,
      gl.RGBA16F,
      store.lowWidth,
      store.lowHeight,
      0,
      gl.RGBA,
      gl.FLOAT,
      values,
    );
  }

  #takePicture(picture: ImageBitmap | null, store: FrameStore): void {
    if (picture === null) return;
    const { gl } = this;
    gl.uniform2fv(this.#uniform('u_pictureScale'), coverScale(picture, store));
    if (this.#pictureTaken === picture) return;
    this.#bind('picture');
    gl.texImage2D(gl.TEXTURE_2D, 0, gl.RGBA, gl.RGBA, gl.UNSIGNED_BYTE, picture);
    this.#pictureTaken = picture;
  }

  #bind(name: keyof typeof UNITS): void {
    this.gl.activeTexture(this.gl.TEXTURE0 + UNITS[name].unit);
    this.gl.bindTexture(this.gl.TEXTURE_2D, this.#textures[name]);
  }

  #uniform(name: string): WebGLUniformLocation | null {
    return this.#uniforms[name] ?? null;
  }
}

function texture(gl: WebGL2RenderingContext): WebGLTexture {
  const made = gl.createTexture();
  gl.bindTexture(gl.TEXTURE_2D, made);
  for (const side of [gl.TEXTURE_WRAP_S, gl.TEXTURE_WRAP_T])
    gl.texParameteri(gl.TEXTURE_2D, side, gl.CLAMP_TO_EDGE);
  for (const filter of [gl.TEXTURE_MIN_FILTER, gl.TEXTURE_MAG_FILTER])
    gl.texParameteri(gl.TEXTURE_2D, filter, gl.LINEAR);
  return made;
}

function linked(gl: WebGL2RenderingContext): WebGLProgram {
  const program = gl.createProgram();
  for (const [kind, source] of [
    [gl.VERTEX_SHADER, VERTEX],
    [gl.FRAGMENT_SHADER, FRAGMENT],
  ] as const) {
    const shader = gl.createShader(kind);
    if (shader === null) throw new Error('the WebGL context is lost');
    gl.shaderSource(shader, source);
    gl.compileShader(shader);
    gl.attachShader(program, shader);
  }
  gl.linkProgram(program);
  if (gl.getProgramParameter(program, gl.LINK_STATUS) !== true)
    throw new Error(gl.getProgramInfoLog(program) ?? '');
  return program;
}
