// Where fields lie: in pixels of the page, never outside it.

/** Smaller fields than this are slips of the hand. */
export const LEAST = 8;
/** Fields that are placed by keys stand so far from others, in their own height. */
const SPARE = .1;

const held = (value, least, most) => Math.min(Math.max(value, least), most);

/** The region between two corners, in any order. */
export function spanned(one, other, page) {
  const [left, right] = [one.x, other.x].map((x) => held(x, 0, page.width)).sort((a, b) => a - b);
  const [top, bottom] = [one.y, other.y].map((y) => held(y, 0, page.height)).sort((a, b) => a - b);
  return { x: left, y: top, width: right - left, height: bottom - top };
}

export function moved(region, dx, dy, page) {
  const x = held(region.x + dx, 0, page.width - region.width);
  const y = held(region.y + dy, 0, page.height - region.height);
  return { ...region, x, y };
}

/** A point of the page, the nearest to one that may lie outside. */
export const inside = ({ x, y }, page) => ({ x: held(x, 0, page.width), y: held(y, 0, page.height) });

/**
 * Where a region of a size lies in the middle of another, or as near below and then above as there is no field; in the
 * middle where there is no such place.
 */
export function freeSpot(within, { width, height }, fields) {
  const size = { width: Math.min(width, within.width), height: Math.min(height, within.height) };
  const [x, middle] = [within.x + (within.width - size.width) / 2, within.y + (within.height - size.height) / 2];
  const gap = size.height * SPARE;
  const steps = Math.floor((within.height - size.height) / 2 / gap);
  const rows = Array.from({ length: 2 * steps + 1 }, (_, row) => (row <= steps ? row : steps - row));
  const spots = rows.map((row) => ({ ...size, x, y: middle + row * gap }));
  const free = (spot) => !fields.some((field) => overlap({ ...spot, y: spot.y - gap, height: spot.height + 2 * gap }, field));
  return spots.find(free) ?? spots[0];
}

export const overlap = (one, other) =>
  one.x < other.x + other.width && other.x < one.x + one.width && one.y < other.y + other.height && other.y < one.y + one.height;

/** With one side or corner ("n", "se", ...) elsewhere. */
export function resized(region, side, dx, dy, page) {
  let [left, top, right, bottom] = [region.x, region.y, region.x + region.width, region.y + region.height];
  if (side.includes("w")) left = held(left + dx, 0, right - LEAST);
  if (side.includes("e")) right = held(right + dx, left + LEAST, page.width);
  if (side.includes("n")) top = held(top + dy, 0, bottom - LEAST);
  if (side.includes("s")) bottom = held(bottom + dy, top + LEAST, page.height);
  return { ...region, x: left, y: top, width: right - left, height: bottom - top };
}

/** The lines between the cells and the lines of a field: [x1, y1, x2, y2] each. */
export function dividers({ x, y, width, height, cells, lines }) {
  const between = [];
  for (let cell = 1; cell < cells; cell += 1) {
    const at = x + (width * cell) / cells;
    between.push([at, y, at, y + height]);
  }
  for (let line = 1; line < lines; line += 1) {
    const at = y + (height * line) / lines;
    between.push([x, at, x + width, at]);
  }
  return between;
}

/** As many cells as fit a comb of this shape: they are about as wide as two thirds of their height. */
export const likelyCells = ({ width, height, lines = 1 }) => held(Math.round(width / (0.7 * height / lines)), 1, 100);
