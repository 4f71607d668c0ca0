// What people say a glyph is. Corrections are kept beside the reading: a Map from the glyph's number to its letter
// (several letters where one box holds more than one, none where it holds no letter at all).

import { PERSON, flatten } from "./glyphs.js";

// Boxes of one glyph in two readings overlap by more than this share of both together.
const SAME_FROM = 0.6;

/** The glyphs of a reading as they stand corrected; glyphs that are no letters stay, with an empty letter. */
export function applied(glyphs, letters) {
  return glyphs.map((glyph, number) => (letters.has(number) ? corrected(glyph, letters.get(number)) : glyph));
}

/** A reading in which the corrections are made: texts follow, glyphs that are no letters are gone. */
export function correctedReading(reading, letters) {
  if (!letters.size) return reading;
  let number = 0;
  const kept = (glyph) => {
    const letter = letters.get(number++);
    if (letter === "") return [];
    return [letter === undefined ? glyph : corrected(glyph, letter)];
  };
  const lines = reading.lines.map((line) => lineOf(line, line.words.map((word) => wordOf(word, word.glyphs.flatMap(kept)))));
  const written = lines.filter((line) => line.words.length);
  return { ...reading, text: written.map((line) => line.text).join("\n"), lines: written };
}

/** The corrections of an earlier reading, on the glyphs of a later one that stand in the same places. */
export function carried(before, letters, after) {
  const found = new Map();
  const [earlier, later] = [flatten(before), flatten(after)];
  for (const [number, letter] of letters) {
    const place = later.findIndex(({ box }) => overlap(box, earlier[number].box) > SAME_FROM);
    if (place >= 0) found.set(place, letter);
  }
  return found;
}

/** What a person typed as a letter: without the spaces around it. */
export const typed = (words) => words.normalize("NFC").trim();

function corrected(glyph, letter) {
  const doubt = "needs_review" in glyph ? { needs_review: false } : {};
  return { ...glyph, ...doubt, letter, confidence: 1, source: PERSON };
}

function wordOf(word, glyphs) {
  return { ...word, text: glyphs.map((glyph) => glyph.letter).join(""), box: around(glyphs), ...doubt(word, glyphs), glyphs };
}

function lineOf(line, words) {
  const written = words.filter((word) => word.glyphs.length);
  return { ...line, text: written.map((word) => word.text).join(" "), box: around(written), ...doubt(line, written), words: written };
}

/** What a person has looked at needs no review any more, unless other parts do. */
function doubt(whole, parts) {
  return "needs_review" in whole ? { needs_review: whole.needs_review && parts.some((part) => part.needs_review) } : {};
}

function around(parts) {
  const sides = (side) => parts.map(({ box }) => box[side]);
  return {
    left: Math.min(...sides("left")), top: Math.min(...sides("top")),
    right: Math.max(...sides("right")), bottom: Math.max(...sides("bottom")),
  };
}

/** The area two boxes share, as a share of the area they cover together. */
function overlap(one, other) {
  const width = Math.min(one.right, other.right) - Math.max(one.left, other.left);
  const height = Math.min(one.bottom, other.bottom) - Math.max(one.top, other.top);
  const shared = Math.max(0, width) * Math.max(0, height);
  return shared / (area(one) + area(other) - shared);
}

const area = ({ left, top, right, bottom }) => (right - left) * (bottom - top);
