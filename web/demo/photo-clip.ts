/** A clip of a cut-out photograph of a person before a photograph of a room: opacity is known, hair and all. */
import { type ClipWish, type DrawnFrame, gaussian } from '../figures/clip';

/** How high the person stands, in frame heights. */
const SCALE = 0.95;
/** Opacity of 255 from which a pixel of the photograph is of the person: what is around them is cut away. */
const VISIBLE = 20;
/** Standard deviation of the sensor's noise, of 255; and by how much the light goes up and down. */
const NOISE = 3;
const FLICKER = 0.02;

export class PhotoClip {
  readonly #noise = gaussian(8191 * 3);

  private constructor(
    private readonly wish: ClipWish,
    private readonly person: ImageBitmap,
    private readonly room: ImageBitmap,
  ) {}

  static async load(wish: ClipWish, person: string, room: string): Promise<PhotoClip> {
    const decoded = async (address: string) => createImageBitmap(await (await fetch(address)).blob());
    return new PhotoClip(wish, await cutOut(await decoded(person)), await decoded(room));
  }

  frame(index: number): DrawnFrame {
    const { width, height, frames } = this.wish;
    const phase = (2 * Math.PI * index) / frames;
    const zoom = (height * SCALE * (1 + 0.02 * Math.sin(phase))) / this.person.height;
    const [w, h] = [this.person.width * zoom, this.person.height * zoom];
    const x = width / 2 - w / 2 + 0.08 * width * Math.sin(phase);
    const y = height - h + 2 + 0.01 * height * Math.cos(2 * phase);
    const alone = drawn(width, height, (context) => context.drawImage(this.person, x, y, w, h));
    const cover = Math.max(width / this.room.width, height / this.room.height);
    const [roomWidth, roomHeight] = [this.room.width * cover, this.room.height * cover];
    const all = drawn(width, height, (context) => {
      context.drawImage(this.room, (width - roomWidth) / 2, (height - roomHeight) / 2, roomWidth, roomHeight);
      context.drawImage(this.person, x, y, w, h);
    });
    const light = 1 + FLICKER * Math.sin(3 * phase);
    const rgb = new Float32Array(width * height * 3);
    for (let at = 0; at < width * height; at++)
      for (let channel = 0; channel < 3; channel++) {
        const noise = this.#noise[((at * 3 + channel) * 7 + index * 4099) % this.#noise.length] ?? 0;
        const value = (all[at * 4 + channel] ?? 0) * light + noise * NOISE;
        rgb[at * 3 + channel] = Math.max(0, Math.min(255, value));
      }
    return {
      rgb,
      alpha: Float32Array.from({ length: width * height }, (_, at) => (alone[at * 4 + 3] ?? 0) / 255),
    };
  }
}

function drawn(
  width: number,
  height: number,
  draw: (context: OffscreenCanvasRenderingContext2D) => void,
): Uint8ClampedArray {
  const context = new OffscreenCanvas(width, height).getContext('2d');
  if (context === null) throw new Error('there is no canvas to draw on');
  context.imageSmoothingQuality = 'high';
  draw(context);
  return context.getImageData(0, 0, width, height).data;
}

/** The picture without the transparent margins around the person. */
async function cutOut(picture: ImageBitmap): Promise<ImageBitmap> {
  const { width, height } = picture;
  const pixels = drawn(width, height, (context) => context.drawImage(picture, 0, 0));
  let [left, top, right, bottom] = [width, height, 0, 0];
  for (let at = 0; at < width * height; at++) {
    if ((pixels[at * 4 + 3] ?? 0) <= VISIBLE) continue;
    const [x, y] = [at % width, Math.floor(at / width)];
    [left, right] = [Math.min(left, x), Math.max(right, x + 1)];
    [top, bottom] = [Math.min(top, y), Math.max(bottom, y + 1)];
  }
  return createImageBitmap(picture, left, top, right - left, bottom - top);
}
