/**
 * Where tiles stand on the stage: pure geometry, in CSS pixels from the stage's start and top edges.
 *
 * The order of tiles is the order given and nothing else moves them: who speaks or mutes changes no box.
 */
export interface Box {
  readonly x: number;
  readonly y: number;
  readonly width: number;
  readonly height: number;
}

export interface StageLayout {
  /** The shared screen's box; null without one. */
  readonly spotlight: Box | null;
  readonly tiles: readonly Box[];
  /** Height that the boxes need; more than the stage's when it has to scroll. */
  readonly contentHeight: number;
}

interface Grid {
  readonly columns: number;
  readonly width: number;
  readonly height: number;
}

const ASPECT = 16 / 9;
const NARROWEST_TILE = 144; // below this a face is no longer read; the stage scrolls instead
const STRIP_SHARE = 0.2;
const NEARLY = 0.97;

export function stageLayout(
  count: number,
  hasSpotlight: boolean,
  width: number,
  height: number,
  gap: number,
  captionRoom = 0,
): StageLayout {
  if (width <= 0 || height <= 0) return { spotlight: null, tiles: [], contentHeight: 0 };
  if (!hasSpotlight) return gridLayout(count, { x: 0, y: 0, width, height }, gap, captionRoom);
  if (count === 0) {
    return { spotlight: { x: 0, y: 0, width, height }, tiles: [], contentHeight: height };
  }
  return width > height * 1.2
    ? withSideStrip(count, width, height, gap)
    : withLowerStrip(count, width, height, gap);
}

/** The columns that make 16:9 tiles largest in this space. */
export function bestGrid(count: number, width: number, height: number, gap: number): Grid {
  let best: Grid = { columns: 1, width: 0, height: 0 };
  for (let columns = 1; columns <= count; columns += 1) {
    const rows = Math.ceil(count / columns);
    const widest = (width - gap * (columns - 1)) / columns;
    const highest = (height - gap * (rows - 1)) / rows;
    const tileWidth = Math.floor(Math.min(widest, highest * ASPECT));
    // Nearly as large side by side fills the width, which reads better than one thin column.
    if (tileWidth > best.width * NEARLY) best = { columns, width: tileWidth, height: tileWidth / ASPECT };
  }
  const narrowest = Math.min(NARROWEST_TILE, width);
  if (count === 0 || best.width >= narrowest) return best;
  const columns = Math.max(1, Math.floor((width + gap) / (narrowest + gap)));
  const tileWidth = Math.floor((width - gap * (columns - 1)) / columns);
  return { columns, width: tileWidth, height: tileWidth / ASPECT };
}

/**
 * Rows centred in `space`, a short last row too; from the top when they overflow it.
 *
 * `captionRoom` is what captions may cover at the lower edge. Over a single row they lie as subtitles do and only
 * left-over height is kept for them; below several rows half of it is kept free, or they would hide the last row.
 */
function gridLayout(count: number, space: Box, gap: number, captionRoom = 0): StageLayout {
  const full = bestGrid(count, space.width, space.height, gap);
  const isOneRow = full.columns >= count;
  const grid = isOneRow ? full : bestGrid(count, space.width, space.height - captionRoom / 2, gap);
  const rows = Math.ceil(count / grid.columns);
  const contentHeight = rows * grid.height + gap * Math.max(0, rows - 1);
  const top = space.y + Math.max(0, (space.height - contentHeight - captionRoom) / 2);
  const tiles = Array.from({ length: count }, (_, index) => {
    const row = Math.floor(index / grid.columns);
    const inRow = Math.min(grid.columns, count - row * grid.columns);
    const rowWidth = inRow * grid.width + gap * (inRow - 1);
    return {
      x: space.x + (space.width - rowWidth) / 2 + (index % grid.columns) * (grid.width + gap),
      y: top + row * (grid.height + gap),
      width: grid.width,
      height: grid.height,
    };
  });
  return { spotlight: null, tiles, contentHeight: Math.max(space.height, contentHeight) };
}

function withSideStrip(count: number, width: number, height: number, gap: number): StageLayout {
  const stripWidth = Math.max(NARROWEST_TILE, Math.round(width * STRIP_SHARE));
  const spotlight = { x: 0, y: 0, width: width - stripWidth - gap, height };
  const tileHeight = stripWidth / ASPECT;
  const contentHeight = count * tileHeight + gap * (count - 1);
  const top = Math.max(0, (height - contentHeight) / 2);
  const tiles = Array.from({ length: count }, (_, index) => ({
    x: spotlight.width + gap,
    y: top + index * (tileHeight + gap),
    width: stripWidth,
    height: tileHeight,
  }));
  return { spotlight, tiles, contentHeight: Math.max(height, contentHeight) };
}

function withLowerStrip(count: number, width: number, height: number, gap: number): StageLayout {
  const spotlightHeight = Math.min(height * 0.6, Math.max(height * 0.4, width / ASPECT));
  const spotlight = { x: 0, y: 0, width, height: spotlightHeight };
  const space = { x: 0, y: spotlightHeight + gap, width, height: height - spotlightHeight - gap };
  const below = gridLayout(count, space, gap);
  return { ...below, spotlight, contentHeight: Math.max(height, space.y + below.contentHeight) };
}
