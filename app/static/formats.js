// Files of what was read. Text, JSON and CSV are written here, with the corrections; the service writes all others.

const NAMES = {
  text: ["Text", "txt"],
  json: ["JSON, with boxes", "json"],
  csv: ["Table (CSV)", "csv"],
  tsv: ["Table (TSV)", "tsv"],
  hocr: ["hOCR", "hocr"],
  alto: ["ALTO XML", "alto.xml"],
  page: ["PAGE XML", "page.xml"],
  pdf: ["Searchable PDF", "pdf"],
  png: ["Picture with boxes (PNG)", "png"],
  jpeg: ["Picture with boxes (JPEG)", "jpg"],
};
// The same as JSON, for programs that read while the service does.
const NOT_OFFERED = new Set(["ndjson", "jsonl"]);
const TYPES = { text: "text/plain", json: "application/json", csv: "text/csv" };
const COLUMNS = ["file", "page", "line", "word", "glyph", "letter", "confidence", "left", "top", "right", "bottom", "alternatives"];
// As in the texts and tables of the service (model/formats).
const [FORM_FEED, ROW_END] = ["\f", "\r\n"];

/** What can be downloaded: all that is written here and what the service can write besides. */
export function offered(served) {
  return [...new Set(["text", "json", "csv", ...served])].filter((format) => !NOT_OFFERED.has(format));
}

export const isWrittenHere = (format) => format in WRITERS;
export const labelOf = (format) => NAMES[format]?.[0] ?? format.toUpperCase();

/** The name of a picture's reading in a format: `note.jpg` becomes `note.txt`. */
export function fileName(pictureName, format) {
  return `${stem(pictureName)}.${NAMES[format]?.[1] ?? format}`;
}

export const stem = (name) => name.replace(/\.[^.]*$/, "") || name;

/** Corrected readings as one file; each has a `file`, its picture's name, and may have a `page`, its number there. */
export function written(readings, format) {
  return new Blob([WRITERS[format](readings)], { type: TYPES[format] });
}

export function writeText(readings) {
  return readings.map(({ text, lines }) => (lines.length ? `${text}\n` : "")).join(FORM_FEED);
}

/** A single page as it is; several as a document with the text of all. */
export function writeJson(readings) {
  const pages = readings.map((reading) => ({ ...reading, annotated: undefined }));
  const document = pages.length === 1 ? pages[0] : { pages, text: writeText(readings) };
  return `${JSON.stringify(document, null, 2)}\n`;
}

/** RFC 4180: a row for each glyph; pages, lines, words and glyphs are counted from 1. */
export function writeCsv(readings) {
  return [COLUMNS, ...readings.flatMap(glyphRows)].map((row) => row.map(cell).join(",") + ROW_END).join("");
}

const WRITERS = { text: writeText, json: writeJson, csv: writeCsv };

function glyphRows({ file, page = 1, lines }) {
  return lines.flatMap((line, lineNumber) => line.words.flatMap((word, wordNumber) =>
    word.glyphs.map(({ letter, confidence, box, alternatives }, number) => [
      file, page, lineNumber + 1, wordNumber + 1, number + 1, letter, confidence, box.left, box.top, box.right, box.bottom,
      alternatives.map((other) => `${other.letter} ${other.confidence}`).join(" "),
    ])));
}

function cell(value) {
  const text = String(value);
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text;
}
