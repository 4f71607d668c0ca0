// Glyphs with the letters people gave them, to train on: `python -m training fit --glyphs FOLDER`.

import { applied } from "./corrections.js";
import { certainty, flatten } from "./glyphs.js";
import { greysOf, inkOf } from "./ink.js";
import { glyphSet } from "./npz.js";

const SIDE = 128;
// EMNIST's originals are 128 pixels wide with letters of about 100.
const INK_SIDE = 100;

/** The glyphs of a page to learn from: single letters that a person gave, or (`all`) also those left as they were. */
export function labelled(glyphs, all) {
  return glyphs.filter((glyph) => [...glyph.letter].length === 1 && (all || certainty(glyph) === "corrected"));
}

/** The letters of a page of the desk that somebody vouched for, and where they stand. */
export function vouched(page) {
  const glyphs = labelled(applied(flatten(page.reading), page.letters), false);
  return { page, image: [page.blob, page.name], number: page.number ?? 1, glyphs };
}

/** A `.npz` file of glyphs; `parts` are {picture, scale, glyph}, scale in picture pixels a page pixel. */
export async function exportGlyphs(parts) {
  return glyphSet(parts.map(({ picture, scale, glyph }) => ({ letter: glyph.letter, ink: cut(picture, scale, glyph.box) })), SIDE);
}

/** The ink of a glyph, its long side scaled to INK_SIDE, in the middle of a square. */
function cut(picture, scale, { left, top, right, bottom }) {
  const factor = INK_SIDE / Math.max(right - left, bottom - top);
  const [width, height] = [(right - left) * factor, (bottom - top) * factor];
  const canvas = new OffscreenCanvas(SIDE, SIDE);
  const pen = canvas.getContext("2d", { willReadFrequently: true });
  pen.imageSmoothingQuality = "high";
  const origin = { x: (left + right) / 2 - SIDE / factor / 2, y: (top + bottom) / 2 - SIDE / factor / 2 };
  pen.drawImage(picture, origin.x * scale, origin.y * scale, (SIDE / factor) * scale, (SIDE / factor) * scale, 0, 0, SIDE, SIDE);
  const greys = greysOf(pen.getImageData(0, 0, SIDE, SIDE).data);
  return inkOf(greys, greys.map((_, place) => {
    const [x, y] = [place % SIDE, Math.floor(place / SIDE)];
    return Math.abs(x + 0.5 - SIDE / 2) <= width / 2 && Math.abs(y + 0.5 - SIDE / 2) <= height / 2 ? 1 : 0;
  }));
}
