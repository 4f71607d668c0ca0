// What a reading says about its glyphs, without anything to see.

// The same bounds as in the annotated picture (model/formats/picture.py).
const SURE_FROM = 0.9;
const UNSURE_BELOW = 0.7;

/** Every glyph of a reading in reading order, with the numbers of its line and word. */
export function flatten(reading) {
  return reading.lines.flatMap((line, lineNumber) =>
    line.words.flatMap((word, wordNumber) => word.glyphs.map((glyph) => ({ ...glyph, lineNumber, wordNumber }))),
  );
}

/** "sure", "fair" or "unsure". */
export function certainty({ confidence }) {
  if (confidence >= SURE_FROM) return "sure";
  return confidence >= UNSURE_BELOW ? "fair" : "unsure";
}

/** A confidence in 0..1 as whole percent; 100 and 0 only where they are exact. */
export function percent(confidence) {
  if (confidence >= 1) return "100 %";
  if (confidence <= 0) return "0 %";
  return `${Math.min(99, Math.max(1, Math.round(confidence * 100)))} %`;
}

/** A glyph in words, for those who listen. */
export function describe(glyph) {
  const others = glyph.alternatives.map((other) => spoken(other.letter)).join(", ");
  const doubt = certainty(glyph) === "unsure" ? ", unsure" : "";
  return `${spoken(glyph.letter)}${doubt}, ${percent(glyph.confidence)}${others ? `; or ${others}` : ""}`;
}

/** How a reading went, in one sentence. */
export function summarize(glyphs, milliseconds) {
  if (!glyphs.length) return `No letters found, after ${Math.round(milliseconds)} ms.`;
  const unsure = glyphs.filter((glyph) => certainty(glyph) === "unsure").length;
  const letters = `${glyphs.length} letter${glyphs.length === 1 ? "" : "s"}`;
  return `Read ${letters} in ${Math.round(milliseconds)} ms, ${unsure || "none"} unsure.`;
}

/** The number of the next unsure glyph after `from`, from the start again at the end; -1 where there is none. */
export function nextUnsure(glyphs, from) {
  for (let step = 1; step <= glyphs.length; step += 1) {
    const number = (from + step + glyphs.length) % glyphs.length;
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

/** Where a key leads from a glyph, or null for keys that lead nowhere. */
export function walk(key, from, count) {
  const targets = { ArrowRight: from + 1, ArrowDown: from + 1, ArrowLeft: from - 1, ArrowUp: from - 1, Home: 0, End: count - 1 };
  return key in targets ? Math.min(count - 1, Math.max(0, targets[key])) : null;
}

function spoken(letter) {
  if (letter >= "A" && letter <= "Z") return `capital ${letter}`;
  return letter;
}
