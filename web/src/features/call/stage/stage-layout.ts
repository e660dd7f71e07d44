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

/** What captions may cover, from one edge of the stage. */
export interface CaptionRoom {
  readonly at: 'top' | 'bottom';
  readonly height: number;
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
/** Of a tile's height, from its edge, what captions may cover: there is no face yet, or none any more. */
const FACELESS = { top: 0.15, bottom: 0.25 } as const;
/** Of the room for captions, what tiles give up until no face is covered; nothing if that is enough. */
const GIVEN_UP = [0, 0.25, 0.5, 0.75, 1] as const;
const NO_CAPTIONS: CaptionRoom = { at: 'bottom', height: 0 };

export function stageLayout(
  count: number,
  hasSpotlight: boolean,
  width: number,
  height: number,
  gap: number,
  captions: CaptionRoom = NO_CAPTIONS,
): StageLayout {
  if (width <= 0 || height <= 0) return { spotlight: null, tiles: [], contentHeight: 0 };
  if (!hasSpotlight) return gridLayout(count, { x: 0, y: 0, width, height }, gap, captions);
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
 * Captions lie over the tiles' edge as subtitles do. Left-over height is kept for them, and tiles become smaller
 * only as far as captions would cover a face otherwise.
 */
function gridLayout(count: number, space: Box, gap: number, captions = NO_CAPTIONS): StageLayout {
  const { at, height: room } = captions;
  const grids = GIVEN_UP.map((share) => bestGrid(count, space.width, space.height - share * room, gap));
  const free = grids.find((one) => coversNoFace(one, count, space, gap, captions));
  const grid = free ?? bestGrid(count, space.width, space.height, gap);
  const rowsHeight = heightOf(grid, count, gap);
  const spare = Math.max(0, (space.height - rowsHeight - room) / 2);
  // A crowd that captions would cover can be scrolled out from under them.
  const scrolled = free === undefined ? { before: at === 'top' ? room : 0, all: rowsHeight + room } : null;
  const inView = at === 'top' ? space.height - rowsHeight - spare : spare;
  const top = space.y + (scrolled?.before ?? inView);
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
  return { spotlight: null, tiles, contentHeight: Math.max(space.height, scrolled?.all ?? rowsHeight) };
}

function heightOf(grid: Grid, count: number, gap: number): number {
  const rows = Math.ceil(count / grid.columns);
  return rows * grid.height + gap * Math.max(0, rows - 1);
}

/** Whether captions that fill their room stay off the faces of the row next to them. */
function coversNoFace(grid: Grid, count: number, space: Box, gap: number, captions: CaptionRoom): boolean {
  const contentHeight = heightOf(grid, count, gap);
  const left = space.height - contentHeight;
  if (left < 0) return false;
  const awayFromCaptions = Math.max(0, (left - captions.height) / 2);
  return captions.height <= left - awayFromCaptions + FACELESS[captions.at] * grid.height;
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
