// A stack of filled forms: what was read, what somebody has to look at, and what becomes of it.

/** Every field that wants a look, the least sure first; `pages` are answers of the service. */
export function doubtful(pages) {
  const all = pages.flatMap((page, at) => (page.fields ?? []).map((field, number) => ({ at, number, field })));
  return all.filter(({ field }) => field.needs_review && !field.reviewed).sort((one, other) => one.field.confidence - other.field.confidence);
}

/** What somebody says stands in a field: the answer is theirs from now on. */
export function settled(field, value) {
  const corrected = field.corrected || value !== field.value;
  return { ...field, value, reviewed: true, corrected };
}

/** All pages as a table for other programs (RFC 4180). */
export function table(pages) {
  const rows = pages.flatMap((page) => (page.fields ?? []).map((field) =>
    [page.file, page.page, field.name, field.type, field.value, field.confidence, state(field), field.reasons.join(" ")]));
  return [["file", "page", "field", "type", "value", "confidence", "state", "reasons"], ...rows].map((row) => `${row.map(quoted).join(",")}\r\n`).join("");
}

const state = ({ needs_review: doubt, reviewed, corrected }) => (corrected ? "corrected" : reviewed ? "confirmed" : doubt ? "needs review" : "read");

// A sign that spreadsheets take for a formula is put behind a quotation mark.
const safe = (text) => (/^[=+\-@\t\r]/.test(text) && Number.isNaN(Number(text)) ? `'${text}` : text);

function quoted(value) {
  const text = safe(String(value));
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
