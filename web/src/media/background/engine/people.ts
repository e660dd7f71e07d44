/** What of a mask is people: large, connected areas. What is left over is the model mistaking things for them. */
import type { Box } from './person-box';

/** Half opaque: the model's own border between person and background. */
const PERSON = 0.5;

/** An area this much smaller than the largest is a thing, or a hand cut off by the frame. */
const SHARE_OF_LARGEST = 0.02;

/** Masks are looked through in cells of so many pixels a side: areas are found in a twentieth of a millisecond. */
const CELL = 4;

/**
 * Clears everything in a mask [height, width] that is not connected to people, and returns the box around them;
 * null: nobody.
 */
export function keepPeople(mask: Float32Array, width: number, height: number): Box | null {
  const columns = Math.ceil(width / CELL);
  const rows = Math.ceil(height / CELL);
  const cells = new Int32Array(columns * rows); // 0 background, -1 person not yet visited, else the area's number
  for (let y = 0; y < height; y++) {
    const row = Math.floor(y / CELL) * columns;
    for (let x = 0; x < width; x++)
      if ((mask[y * width + x] ?? 0) > PERSON) cells[row + Math.floor(x / CELL)] = -1;
  }
  const sizes = numberAreas(cells, columns, rows);
  const least = Math.max(0, ...sizes) * SHARE_OF_LARGEST;
  const isKept = (cell: number) => cell > 0 && (sizes[cell] ?? 0) >= least;
  clearStrays(mask, width, height, cells, columns, rows, isKept);
  return boxOf(cells, columns, rows, isKept);
}

/** Numbers connected cells from 1 on; returns how many cells each number has, 0 for number 0. */
function numberAreas(cells: Int32Array, columns: number, rows: number): number[] {
  const sizes = [0];
  const open: number[] = [];
  for (let start = 0; start < cells.length; start++) {
    if (cells[start] !== -1) continue;
    const area = sizes.length;
    let size = 0;
    cells[start] = area;
    open.push(start);
    for (let cell = open.pop(); cell !== undefined; cell = open.pop()) {
      size += 1;
      const x = cell % columns;
      const y = Math.floor(cell / columns);
      for (let dy = -1; dy <= 1; dy++) {
        for (let dx = -1; dx <= 1; dx++) {
          const [nx, ny] = [x + dx, y + dy];
          const near = ny * columns + nx;
          if (nx < 0 || ny < 0 || nx >= columns || ny >= rows || cells[near] !== -1) continue;
          cells[near] = area;
          open.push(near);
        }
      }
    }
    sizes.push(size);
  }
  return sizes;
}

/** Strays go with their soft edges: everything that has no kept cell beside it. */
function clearStrays(
  mask: Float32Array,
  width: number,
  height: number,
  cells: Int32Array,
  columns: number,
  rows: number,
  isKept: (cell: number) => boolean,
): void {
  for (let row = 0; row < rows; row++) {
    for (let column = 0; column < columns; column++) {
      let isNear = false;
      for (let y = Math.max(0, row - 1); y <= Math.min(rows - 1, row + 1) && !isNear; y++)
        for (let x = Math.max(0, column - 1); x <= Math.min(columns - 1, column + 1); x++)
          isNear ||= isKept(cells[y * columns + x] ?? 0);
      if (isNear) continue;
      const right = Math.min(width, (column + 1) * CELL);
      for (let y = row * CELL; y < Math.min(height, (row + 1) * CELL); y++)
        mask.fill(0, y * width + column * CELL, y * width + right);
    }
  }
}

function boxOf(
  cells: Int32Array,
  columns: number,
  rows: number,
  isKept: (cell: number) => boolean,
): Box | null {
  let [left, right, top, bottom] = [columns, -1, rows, -1];
  for (let y = 0; y < rows; y++) {
    for (let x = 0; x < columns; x++) {
      if (!isKept(cells[y * columns + x] ?? 0)) continue;
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = y;
    }
  }
  if (right < 0) return null;
  return {
    left: left * CELL,
    top: top * CELL,
    width: (right - left + 1) * CELL,
    height: (bottom - top + 1) * CELL,
  };
}
