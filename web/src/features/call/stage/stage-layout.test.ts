import { describe, expect, test } from 'vitest';
import { CAPTION_LOOKS } from '../../captions/look/caption-preferences';
import { captionRoomPx } from '../../captions/overlay/caption-room';
import { type Box, bestGrid, stageLayout } from './stage-layout';

const GAP = 8;
const WIDE = [1280, 720] as const;
const PHONE = [390, 700] as const;

function overlap(a: Box, b: Box): boolean {
  return a.x < b.x + b.width && b.x < a.x + a.width && a.y < b.y + b.height && b.y < a.y + a.height;
}

test.each([
  [1, WIDE, 1],
  [2, WIDE, 2],
  [4, WIDE, 2],
  [5, WIDE, 3],
  [9, WIDE, 3],
  [1, PHONE, 1],
  [2, PHONE, 1],
  [3, PHONE, 1],
  [6, PHONE, 2],
])('%i tiles in %j stand in %i columns', (count, [width, height], columns) => {
  expect(bestGrid(count, width, height, GAP).columns).toBe(columns);
});

describe.each([WIDE, PHONE, [844, 390] as const])('on a stage of %i × %i', (width, height) => {
  test.each([1, 2, 3, 5, 8, 13, 25])('%i tiles keep 16:9, stay inside and never overlap', (count) => {
    const { tiles, contentHeight } = stageLayout(count, false, width, height, GAP);
    expect(tiles).toHaveLength(count);
    for (const [index, tile] of tiles.entries()) {
      expect(tile.width / tile.height).toBeCloseTo(16 / 9, 5);
      expect(tile.x).toBeGreaterThanOrEqual(0);
      expect(tile.x + tile.width).toBeLessThanOrEqual(width + 0.5);
      expect(tile.y + tile.height).toBeLessThanOrEqual(contentHeight + 0.5);
      for (const other of tiles.slice(index + 1)) expect(overlap(tile, other)).toBe(false);
    }
  });

  test('a shared screen takes most of the stage and no tile covers it', () => {
    const { spotlight, tiles } = stageLayout(4, true, width, height, GAP);
    if (spotlight === null) throw new Error('no spotlight');
    expect(spotlight.width * spotlight.height).toBeGreaterThan(0.39 * width * height);
    expect(tiles).toHaveLength(4);
    for (const tile of tiles) expect(overlap(tile, spotlight)).toBe(false);
  });
});

test('a short last row is centred', () => {
  const [first, , , fourth, fifth] = stageLayout(5, false, ...WIDE, GAP).tiles;
  expect(fourth?.x).toBeGreaterThan(first?.x ?? Number.NaN);
  expect((fourth?.x ?? 0) + ((fifth?.x ?? 0) + (fifth?.width ?? 0))).toBeCloseTo(1280, 5);
});

test('a crowd on a phone scrolls rather than shrinks out of sight', () => {
  const { tiles, contentHeight } = stageLayout(40, false, ...PHONE, GAP);
  expect(tiles[0]?.width).toBeGreaterThanOrEqual(144);
  expect(contentHeight).toBeGreaterThan(700);
});

test('a stage not yet measured has no boxes', () => {
  expect(stageLayout(3, false, 0, 0, GAP).tiles).toEqual([]);
});

test('over one row captions take left-over height only', () => {
  const without = stageLayout(2, false, ...WIDE, GAP).tiles[0];
  const withCaptions = stageLayout(2, false, ...WIDE, GAP, { at: 'bottom', height: 240 }).tiles[0];
  expect(withCaptions?.y).toBeCloseTo((without?.y ?? 0) - 120, 5);
  expect(withCaptions?.height).toBe(without?.height);
});

/** Stages in a browser of 1280 × 800 and 1280 × 720, with and without a panel; a large screen; a phone. */
const STAGES = [
  [1264, 712],
  [904, 712],
  [904, 632],
  [1904, 972],
  [374, 700],
] as const;

describe.each(['bottom', 'top'] as const)('captions at the %s', (at) => {
  test.each(STAGES)('cover no face on a stage of %i × %i, in any size', (width, height) => {
    for (const size of CAPTION_LOOKS.size) {
      const room = captionRoomPx(size);
      for (const count of [1, 2, 3, 4, 5, 7, 9, 12]) {
        const { tiles, contentHeight } = stageLayout(count, false, width, height, GAP, { at, height: room });
        const scrolled = at === 'top' ? 0 : contentHeight - height; // a crowd on a phone does not fit at all
        for (const tile of tiles) {
          const face = { ...tile, y: tile.y + 0.15 * tile.height, height: 0.6 * tile.height };
          const captions = { x: 0, y: at === 'top' ? 0 : scrolled + height - room, width, height: room };
          expect(overlap(face, captions)).toBe(false);
        }
      }
    }
  });

  test('leave every tile on the stage', () => {
    for (const count of [1, 3, 6, 12]) {
      const { tiles } = stageLayout(count, false, ...WIDE, GAP, { at, height: 160 });
      for (const tile of tiles) {
        expect(tile.y).toBeGreaterThanOrEqual(-0.5);
        expect(tile.y + tile.height).toBeLessThanOrEqual(720.5);
      }
    }
  });
});
