// Unsure letters of all pages, the least sure first.

import { applied } from "./corrections.js";
import { certainty, flatten } from "./glyphs.js";

/** Every unsure letter as {page, number}, in the order in which somebody should look at them. */
export function doubts(pages) {
  return pages.flatMap((page, at) => lettersOf(page).flatMap((glyph, number) =>
    (certainty(glyph) === "unsure" ? [{ page, number, rank: [glyph.confidence, at, number] }] : []))).sort((one, other) => compared(one.rank, other.rank));
}

/**
 * The unsure letter after (or, with step -1, before) one {page, number} in that order, round and round; null for none. A
 * letter that was corrected meanwhile keeps its place; before the first one nobody stands anywhere.
 */
export function nextDoubt(pages, from, step = 1) {
  const all = step > 0 ? doubts(pages) : doubts(pages).reverse();
  const rank = from?.page && from.number >= 0 ? [flatten(from.page.reading)[from.number].confidence, pages.indexOf(from.page), from.number] : null;
  return (rank && all.find((one) => step * compared(one.rank, rank) > 0)) ?? all[0] ?? null;
}

const lettersOf = ({ reading, letters }) => (reading ? applied(flatten(reading), letters) : []);

function compared(one, other) {
  const at = one.findIndex((part, place) => part !== other[place]);
  return at < 0 ? 0 : one[at] - other[at];
}
