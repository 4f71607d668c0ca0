// Where the sheet lies in its frame: `scale` is screen pixels a page pixel, `x` and `y` the sheet's corner in the frame.

const LARGEST = 8;
const MARGIN_PX = 24;
// A letter walked to is shown at least this high.
const READABLE_PX = 18;

/** The whole page in the middle of the frame, at most twice as large as it is. */
export function fit(page, frame) {
  const scale = Math.min(frame.width / page.width, frame.height / page.height, 2);
  return settled({ scale, x: 0, y: 0 }, page, frame);
}

/** How high a frame must be to hold a page at its full width, within bounds. */
export function frameHeight(page, width, least, most) {
  return Math.round(Math.min(most, Math.max(least, (page.height * Math.min(width, 2 * page.width)) / page.width)));
}

/** Zoom by a factor so that what lies under `point` stays there. */
export function zoomAt(view, factor, point, page, frame) {
  const least = fit(page, frame).scale;
  const scale = Math.min(Math.max(LARGEST, least), Math.max(least, view.scale * factor));
  const change = scale / view.scale;
  const moved = { scale, x: point.x - (point.x - view.x) * change, y: point.y - (point.y - view.y) * change };
  return settled(moved, page, frame);
}

export function moved(view, dx, dy, page, frame) {
  return settled({ ...view, x: view.x + dx, y: view.y + dy }, page, frame);
}

/** Bring a box into sight, closer where it would be too small to read. */
export function revealed(view, box, page, frame) {
  const height = (box.bottom - box.top) * view.scale;
  const centre = { x: (box.left + box.right) / 2, y: (box.top + box.bottom) / 2 };
  if (height < READABLE_PX && view.scale < LARGEST) {
    const scale = Math.min(LARGEST, (view.scale * READABLE_PX) / height);
    return settled({ scale, x: frame.width / 2 - centre.x * scale, y: frame.height / 2 - centre.y * scale }, page, frame);
  }
  const x = view.x + inward(view.x + box.left * view.scale, view.x + box.right * view.scale, frame.width);
  const y = view.y + inward(view.y + box.top * view.scale, view.y + box.bottom * view.scale, frame.height);
  return settled({ ...view, x, y }, page, frame);
}

/** No gap at an edge where the sheet is larger than the frame; in the middle where it is smaller. */
function settled({ scale, x, y }, page, frame) {
  return { scale, x: along(x, page.width * scale, frame.width), y: along(y, page.height * scale, frame.height) };
}

function along(start, length, room) {
  if (length <= room) return (room - length) / 2;
  return Math.min(0, Math.max(room - length, start));
}

/** How far to move so that a stretch lies within the frame with a margin. */
function inward(start, end, room) {
  if (start < MARGIN_PX) return MARGIN_PX - start;
  return end > room - MARGIN_PX ? room - MARGIN_PX - end : 0;
}
