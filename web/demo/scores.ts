/** How good a matte is, frame by frame, where the truth is known. */
import { type DrawnCamera, STEP_US } from './drawn-camera';
import type { Watcher } from './watcher';

export interface MatteScores {
  readonly frames: number;
  /** Intersection over union of what is more than half opaque. */
  readonly iou: number;
  /** Mean absolute difference of opacity near the true edge, in thousandths. */
  readonly edge: number;
  /** Mean absolute difference between how opacity near the edge changed and how it should have, in thousandths. */
  readonly flicker: number;
}

/** Pixels on each side of the true edge that count as near it. */
const BAND = 6;

/** Sends frames and waits for each of them: nothing is dropped, whoever is slow. */
export async function matteScores(
  camera: DrawnCamera,
  watcher: Watcher,
  frames: number,
): Promise<MatteScores> {
  const { width, height } = camera.wish;
  let [iou, edge, flicker] = [0, 0, 0];
  let before: {
    readonly found: Float32Array;
    readonly truth: Float32Array;
    readonly band: Uint8Array;
  } | null = null;
  for (let index = 0; index < frames; index++) {
    const { drawn, timestamp } = await camera.send();
    const image = await shownAt(watcher, timestamp);
    const found = opacity(image.data, drawn.rgb);
    const truth = drawn.alpha;
    const band = edgeBand(truth, width, height);
    iou += overlap(found, truth);
    edge += meanWithin(band, (at) => Math.abs((found[at] ?? 0) - (truth[at] ?? 0)));
    if (before !== null) {
      const last = before;
      const both = band.map((isNear, at) => isNear | (last.band[at] ?? 0));
      flicker += meanWithin(both, (at) =>
        Math.abs((found[at] ?? 0) - (last.found[at] ?? 0) - ((truth[at] ?? 0) - (last.truth[at] ?? 0))),
      );
    }
    before = { found, truth, band };
  }
  return {
    frames,
    iou: iou / frames,
    edge: (edge / frames) * 1000,
    flicker: (flicker / Math.max(1, frames - 1)) * 1000,
  };
}

/** The frame made of the one sent at `timestamp`. */
async function shownAt(watcher: Watcher, timestamp: number): Promise<ImageData> {
  for (let shown = await watcher.next(); shown !== null; shown = await watcher.next())
    if (Math.abs(shown.timestamp - timestamp) < STEP_US / 2) return shown.image;
  throw new Error('the track ended');
}

/** How opaque the person is in a picture on pure green, given what they look like: least squares over the channels. */
function opacity(shown: Uint8ClampedArray, own: Float32Array): Float32Array {
  const found = new Float32Array(own.length / 3);
  for (let at = 0; at < found.length; at++) {
    const [r, g, b] = [own[at * 3] ?? 0, own[at * 3 + 1] ?? 0, own[at * 3 + 2] ?? 0];
    const [dr, dg, db] = [r, g - 255, b];
    const along =
      (shown[at * 4] ?? 0) * dr + ((shown[at * 4 + 1] ?? 0) - 255) * dg + (shown[at * 4 + 2] ?? 0) * db;
    found[at] = Math.max(0, Math.min(1, along / Math.max(1, dr * dr + dg * dg + db * db)));
  }
  return found;
}

function overlap(found: Float32Array, truth: Float32Array): number {
  let [both, either] = [0, 0];
  for (let at = 0; at < found.length; at++) {
    const [a, b] = [(found[at] ?? 0) > 0.5, (truth[at] ?? 0) > 0.5];
    if (a && b) both += 1;
    if (a || b) either += 1;
  }
  return both / Math.max(1, either);
}

/** Within `BAND` pixels of both sides, rows first, then columns. */
function edgeBand(truth: Float32Array, width: number, height: number): Uint8Array {
  const reach = (isSo: (value: number) => boolean) => {
    const rows = new Uint8Array(truth.length);
    const all = new Uint8Array(truth.length);
    for (let at = 0; at < truth.length; at++) {
      if (!isSo(truth[at] ?? 0)) continue;
      const x = at % width;
      rows.fill(1, at - Math.min(BAND, x), at + Math.min(BAND, width - 1 - x) + 1);
    }
    for (let at = 0; at < truth.length; at++) {
      if (rows[at] !== 1) continue;
      const y = Math.floor(at / width);
      for (let k = Math.max(0, y - BAND); k <= Math.min(height - 1, y + BAND); k++)
        all[k * width + (at % width)] = 1;
    }
    return all;
  };
  const inside = reach((value) => value > 0.05);
  const outside = reach((value) => value < 0.95);
  return inside.map((near, at) => near & (outside[at] ?? 0));
}

function meanWithin(band: Uint8Array, value: (at: number) => number): number {
  let [sum, count] = [0, 0];
  for (let at = 0; at < band.length; at++) {
    if (band[at] !== 1) continue;
    sum += value(at);
    count += 1;
  }
  return sum / Math.max(1, count);
}

export const compare = {
  /** A clip's frames 8 to 11, however many it took to warm up: the same whoever shows them. */
  async steady(camera: DrawnCamera, watcher: Watcher): Promise<Uint8ClampedArray[]> {
    const images: Uint8ClampedArray[] = [];
    camera.rewind();
    for (let index = 0; index < 12; index++) {
      const { timestamp } = await camera.send();
      const { data } = await shownAt(watcher, timestamp);
      if (index >= 8) images.push(data);
    }
    return images;
  },

  /** Mean absolute difference of the colour channels, 0 to 1. */
  difference(some: readonly Uint8ClampedArray[], others: readonly Uint8ClampedArray[]): number {
    let [sum, count] = [0, 0];
    for (const [index, image] of some.entries()) {
      const other = others[index];
      if (other === undefined || other.length !== image.length) return 1;
      for (let at = 0; at < image.length; at++) {
        if (at % 4 === 3) continue;
        sum += Math.abs((image[at] ?? 0) - (other[at] ?? 0));
        count += 1;
      }
    }
    return count === 0 ? 1 : sum / count / 255;
  },
};
