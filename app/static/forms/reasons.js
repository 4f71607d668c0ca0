// Why somebody should look at a field, and how sure its values are, in words.

import { percent } from "../glyphs.js";

const REASONS = {
  "low-confidence": "not sure enough", "pattern-misfit": "the ink does not fit the pattern",
  "outside-charset": "a letter looks like none that may stand here", "not-in-lexicon": "no word of the list fits",
  "no-such-date": "there is no such day", missing: "empty, and must not be",
  "ambiguous-tick": "neither clearly ticked nor clearly empty", "cell-overflow": "more than one letter in a cell",
  unregistered: "the form was not recognised on this page",
};
const BY = { blank: "the blank form", marks: "its printed marks", lines: "its lines" };

export const why = (reasons) => reasons.map((reason) => REASONS[reason] ?? reason.replaceAll("-", " ")).join(", ");

/** How sure a field is and why somebody should look. */
export const sureness = ({ confidence, reasons }) => [`${percent(confidence)} sure`, why(reasons)].filter(Boolean).join(": ");

/** What else may stand in a field, likeliest first. */
export const others = ({ alternatives }) =>
  alternatives.map(({ value, confidence }) => `${value || "empty"} ${percent(confidence).replace(" ", "\u00a0")}`).join(", ");

/** What a page was recognised by, and how well. */
export function recognised({ by, error }) {
  if (!BY[by]) return "Nothing of the form was recognised: the page is taken as it lies.";
  return `Recognised by ${BY[by]}, within ${Math.max(0.01, 100 * error).toFixed(2)} % of the page.`;
}
