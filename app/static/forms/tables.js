// A stack of forms as files for other programs.

/** How the value of a field came about. */
const state = ({ needs_review: doubt, reviewed, corrected }) => (corrected ? "corrected" : reviewed ? "confirmed" : doubt ? "needs review" : "read");

/** All pages as a table (RFC 4180), a row a field. */
export function csv(pages) {
  const rows = pages.flatMap((page) => page.fields.map((field) =>
    [page.file, page.page, field.name, field.type, field.value, field.confidence, state(field), field.reasons.join(" ")]));
  return [["file", "page", "field", "type", "value", "confidence", "state", "reasons"], ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

/** A page a line, as the service answers it; every field has a `state`, and what was `read` where somebody corrected it. */
export function jsonLines(pages) {
  return pages.map((page) => `${JSON.stringify({ ...page, needs_review: page.fields.some(open), fields: page.fields.map(told) })}\n`).join("");
}

const open = ({ needs_review: doubt, reviewed }) => doubt && !reviewed;

function told(field) {
  const { reviewed, corrected, read, ...rest } = field;
  return { ...rest, needs_review: open(field), state: state(field), ...(corrected ? { read } : {}) };
}

// A sign that spreadsheets take for a formula is put behind a quotation mark.
const safe = (text) => (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text);

function quoted(value) {
  const text = safe(String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
