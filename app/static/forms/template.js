// A template as it is edited, and as the service reads it.

const VERSION = 1;
/** What a field has that says nothing else. */
export const USUAL = {
  type: "text", marking: "free", cells: 0, charset: "", pattern: "", lexicon: null, lines: 1, optional: true,
  language: "any",
};

export const blank = () => ({ name: "", width: 0, height: 0, marks: [], lines: [], anchors: [], fields: [] });

/** The first name of its kind that no field has. */
export function freeName(fields, kind = "field") {
  const taken = new Set(fields.map(({ name }) => name));
  let number = 1;
  while (taken.has(`${kind} ${number}`)) number += 1;
  return `${kind} ${number}`;
}

/** The template for the service, in pixels of its page; what says nothing is left out. */
export function toDocument({ name, width, height, marks, lines, anchors, fields }, picture = "") {
  const whole = {
    version: VERSION, name, page: { width, height }, unit: "px", marks, lines, anchors, blank: picture,
    fields: fields.map((field) => fieldDocument(field, anchors)),
  };
  return Object.fromEntries(Object.entries(whole).filter(([key, value]) => key === "fields" || value.length !== 0));
}

function fieldDocument(field, anchors) {
  const { x: dx, y: dy } = anchors.find(({ name }) => name === field.anchor) ?? { x: 0, y: 0 };
  const region = { x: rounded(field.x - dx), y: rounded(field.y - dy), width: rounded(field.width), height: rounded(field.height) };
  if (field.anchor) region.anchor = field.anchor;
  const told = Object.keys(USUAL).filter((key) => JSON.stringify(field[key]) !== JSON.stringify(USUAL[key]));
  return { name: field.name, region, ...Object.fromEntries(told.map((key) => [key, field[key]])) };
}

const rounded = (value) => Math.round(value * 10) / 10;

/** What is edited, out of a template of the service in either unit. Throws a TypeError where it is none. */
export function fromDocument(document) {
  const { width, height } = document.page;
  const [across, down] = document.unit === "px" ? [1, 1] : [width, height];
  const anchors = (document.anchors ?? []).map((one) => scaled(one, across, down));
  const fields = document.fields.map(({ region, ...told }) => {
    if (typeof told.name !== "string") throw new TypeError("a field has no name");
    const at = scaled(region, across, down);
    const from = anchors.find(({ name }) => name === at.anchor) ?? { x: 0, y: 0 };
    return { ...USUAL, ...told, lexicon: lexiconOf(told.lexicon), ...at, x: at.x + from.x, y: at.y + from.y };
  });
  const lines = (document.lines ?? []).map(({ x1, y1, x2, y2 }) => ({ x1: x1 * across, y1: y1 * down, x2: x2 * across, y2: y2 * down }));
  const marks = (document.marks ?? []).map(({ x, y }) => ({ x: x * across, y: y * down }));
  return { name: document.name ?? "", width, height, marks, lines, anchors, fields };
}

const scaled = (rect, across, down) =>
  ({ ...rect, x: rect.x * across, y: rect.y * down, width: rect.width * across, height: rect.height * down });

function lexiconOf(told) {
  if (!told) return null;
  if (Array.isArray(told)) return { values: told, strict: true };
  return typeof told === "string" ? { name: told, strict: true } : { strict: true, ...told };
}

/** What the service would refuse, as [field number, words] pairs. */
export function faults({ fields, marks }) {
  const found = [];
  fields.forEach(({ name, marking, cells }, number) => {
    if (!name.trim()) found.push([number, "Give the field a name"]);
    else if (fields.findIndex((other) => other.name === name) !== number) found.push([number, "Another field has this name"]);
    if (["comb", "boxes"].includes(marking) && !cells) found.push([number, "Say how many cells it has"]);
  });
  if (marks.length && marks.length < 3) found.push([-1, "Mark at least three printed marks, or none"]);
  return found;
}
