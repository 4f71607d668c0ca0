// What a reading may be asked for: charset, language, and whatever else the service says its form takes.

import { $, make } from "./elements.js";

const CHARSETS = {
  mixed: "All: A a 1 ?", letters: "Letters A to Z", alnum: "Letters and digits", digits: "Digits 0 to 9",
  upper: "Capitals", lower: "Small letters",
};
const OWN = "chars:";
const LANGUAGES = { any: "Any", none: "None: codes, numbers" };
const WORDS = { min_confidence: "Least confidence", deskew: "Straighten", model: "Network", engine: "Reader" };
// These are no choice: the picture itself, what the page asks anyway, and what has its own place on the page.
const OURS = new Set(["image", "images", "format", "annotate", "alternatives", "charset", "language", "region", "pages",
  "lexicon", "words", "lexicon_mode", "lexicon_unit"]);

// What the page shows of each letter; it draws the boxes itself.
const ALWAYS = { alternatives: "4", annotate: "false" };

export class Options {
  /** `changed` is called when something else is to be asked for. */
  constructor(changed) {
    this.extra = new Map();
    this.changed = changed;
    $("charset").addEventListener("change", () => this.#charsetChosen());
    for (const id of ["chars", "language"]) $(id).addEventListener("change", changed);
    this.offer({ charsets: Object.keys(CHARSETS), languages: Object.keys(LANGUAGES), fields: {} });
  }

  /** Offer what the service can do. */
  offer({ charsets, languages, models = [], fields }) {
    this.usual = { charset: fields.charset?.default, language: fields.language?.default };
    fill($("charset"), [...charsets.map((name) => [name, CHARSETS[name] ?? name]), [OWN, "Only these …"]]);
    fill($("language"), languages.map((code) => [code, LANGUAGES[code] ?? languageName(code)]));
    const more = Object.entries(fields).filter(([name]) => !OURS.has(name)).flatMap(([name, field]) => {
      const control = this.#control(name, name === "model" ? { ...field, enum: models } : field);
      return control ? [control] : [];
    });
    $("more-fields").replaceChildren(...more);
    $("more").hidden = !more.length;
  }

  /** The form fields as they stand, or null while they are not complete. What was left alone is left out. */
  fields() {
    const charset = $("charset").value === OWN ? OWN + $("chars").value : $("charset").value;
    if (charset === OWN) return null;
    const chosen = [["charset", charset], ["language", $("language").value]];
    for (const [name, value] of this.extra) chosen.push([name, value()]);
    const differing = chosen.filter(([name, value]) => value !== "" && value !== this.usual[name]);
    return { ...Object.fromEntries(differing), ...ALWAYS };
  }

  #charsetChosen() {
    $("chars-field").hidden = $("charset").value !== OWN;
    if (!$("chars-field").hidden) $("chars").focus();
    this.changed();
  }

  /** What to choose a form field's value with, by its JSON schema; null where there is nothing to choose. */
  #control(name, { enum: values, type, default: usual, minimum, maximum, description = "" }) {
    const kind = values?.length > 1 ? choice : { boolean: tick, number: amount, integer: amount }[type];
    if (!kind) return null;
    const [control, value] = kind({ values, usual, minimum, maximum });
    control.id = `option-${name}`;
    control.addEventListener("change", this.changed);
    this.extra.set(name, value);
    return labelOf(name, control, description);
  }
}

function choice({ values, usual }) {
  const control = make("select");
  fill(control, [...(values.includes(usual) ? [] : [["", "As the service likes"]]), ...values.map((value) => [value, value])]);
  if (values.includes(usual)) control.value = usual;
  return [control, () => (control.value === usual ? "" : control.value)];
}

function tick({ usual }) {
  const control = make("input", { type: "checkbox", checked: Boolean(usual) });
  return [control, () => (control.checked === Boolean(usual) ? "" : String(control.checked))];
}

function amount({ usual, minimum, maximum }) {
  const step = Number.isInteger(usual) && maximum > 1 ? 1 : 0.05;
  const control = make("input", { type: "number", value: usual ?? "", min: minimum ?? "", max: maximum ?? "", step });
  return [control, () => (control.value === String(usual ?? "") || !control.checkValidity() ? "" : control.value)];
}

function labelOf(name, control, description) {
  const words = WORDS[name] ?? name.replaceAll("_", " ").replace(/^./, (letter) => letter.toUpperCase());
  return make("label", { className: "field", htmlFor: control.id, title: description }, make("span", {}, words), control);
}

function fill(select, choices) {
  const { value } = select;
  select.replaceChildren(...choices.map(([name, words]) => make("option", { value: name }, words)));
  if (choices.some(([name]) => name === value)) select.value = value;
}

function languageName(code) {
  return new Intl.DisplayNames(["en"], { type: "language" }).of(code);
}
