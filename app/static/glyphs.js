// What a reading says about its glyphs, without anything to see.

// The same bounds as in the annotated picture (model/formats/picture.py).
const SURE_FROM = 0.9;
const UNSURE_BELOW = 0.7;

/** Who says what a glyph is, where it was not the reader. */
export const PERSON = "person";

/** Every glyph of a reading in reading order, with the numbers of its line and word. */
export function flatten(reading) {
  return reading.lines.flatMap((line, lineNumber) =>
    line.words.flatMap((word, wordNumber) => word.glyphs.map((glyph) => ({ ...glyph, lineNumber, wordNumber }))),
  );
}

/** "corrected" where a person has spoken, else "sure", "fair" or "unsure". */
export function certainty({ confidence, needs_review: doubted, source }) {
  if (source === PERSON) return "corrected";
  if (doubted ?? confidence < UNSURE_BELOW) return "unsure";
  return confidence >= SURE_FROM ? "sure" : "fair";
}

/** A confidence in 0..1 as whole percent; 100 and 0 only where they are exact. */
export function percent(confidence) {
  if (confidence >= 1) return "100 %";
  if (confidence <= 0) return "0 %";
  return `${Math.min(99, Math.max(1, Math.round(confidence * 100)))} %`;
}

/** A glyph in words, for those who listen. */
export function describe(glyph) {
  const kind = certainty(glyph);
  if (kind === "corrected") return glyph.letter ? `${spoken(glyph.letter)}, corrected` : "not a letter, corrected";
  const others = glyph.alternatives.map((other) => spoken(other.letter)).join(", ");
  const doubt = kind === "unsure" ? ", unsure" : "";
  return `${spoken(glyph.letter)}${doubt}, ${percent(glyph.confidence)}${others ? `; or ${others}` : ""}`;
}

export const countUnsure = (glyphs) => glyphs.filter((glyph) => certainty(glyph) === "unsure").length;

/** What was found, in a few words. */
export function summarize(glyphs) {
  if (!glyphs.length) return "No letters found";
  const unsure = countUnsure(glyphs);
  const corrected = glyphs.filter((glyph) => certainty(glyph) === "corrected").length;
  const letters = `${glyphs.length} letter${glyphs.length === 1 ? "" : "s"}`;
  return `${letters}, ${unsure || "none"} unsure${corrected ? `, ${corrected} corrected` : ""}`;
}

/**
 * Where a key leads from a glyph, or null for keys that lead nowhere. The arrows walk from unsure letter to unsure
 * letter, round and round; with Shift, or where none is unsure, from letter to letter.
 */
export function walk(key, shift, from, glyphs) {
  const last = glyphs.length - 1;
  if (key === "Home") return 0;
  if (key === "End") return last;
  const step = { ArrowRight: 1, ArrowDown: 1, ArrowLeft: -1, ArrowUp: -1 }[key];
  if (!step) return null;
  const target = shift ? -1 : nextUnsure(glyphs, from, step);
  return target < 0 ? Math.min(last, Math.max(0, from + step)) : target;
}

/** The number of the next unsure glyph after (or, with step -1, before) `from`, round and round; -1 for none. */
export function nextUnsure(glyphs, from, step = 1) {
  const count = glyphs.length;
  // Nobody stands before the first letter when walking back.
  const start = from < 0 && step < 0 ? 0 : from;
  for (let taken = 1; taken <= count; taken += 1) {
    const number = (((start + step * taken) % count) + count) % count;
    if (certainty(glyphs[number]) === "unsure") return number;
  }
  return -1;
}

/** The middle height of the glyphs of each line: the same for a dot and a capital beside it. */
export function lineHeights(glyphs) {
  const heights = [];
  for (const { lineNumber, box } of glyphs) (heights[lineNumber] ??= []).push(box.bottom - box.top);
  return heights.map((line) => line.sort((one, other) => one - other)[line.length >> 1]);
}

function spoken(letter) {
  if (letter.length === 1 && letter >= "A" && letter <= "Z") return `capital ${letter}`;
  return letter;
}
