// The fields as a list, and the options of the one that is chosen.

import { $, button, make } from "../elements.js";
import { likelyCells } from "./geometry.js";
import { others, sureness } from "./reasons.js";

const CELLED = ["comb", "boxes"];
const OWN = "chars:";

export class Panel {
  /**
   * @param hooks `choose(number)`, `edit(number, changes)`, `remove(number)`.
   */
  constructor(hooks) {
    this.hooks = hooks;
    this.field = null;
    this.number = -1;
    for (const name of ["name", "type", "marking", "cells", "lines", "charset", "chars", "pattern", "words", "list", "strict", "language", "required"]) {
      $(`f-${name}`).addEventListener("change", () => this.#told());
    }
    $("f-marking").addEventListener("change", () => this.#marked());
    $("remove").addEventListener("click", () => this.hooks.remove(this.number));
    $("options").addEventListener("submit", (event) => event.preventDefault());
  }

  /** Offer the languages and the named lists of the service. */
  offer({ languages, lexicons }) {
    const names = new Intl.DisplayNames(["en"], { type: "language" });
    const words = { any: "Any", none: "None: codes, numbers" };
    $("f-language").replaceChildren(...languages.map((code) => make("option", { value: code }, words[code] ?? names.of(code))));
    $("f-list").replaceChildren(make("option", { value: "" }, "the words below"), ...lexicons.map((name) => make("option", { value: name }, name)));
    $("f-list-field").hidden = !lexicons.length;
  }

  show(form, chosen, answers, faults) {
    this.number = chosen;
    this.field = form.fields[chosen] ?? null;
    const held = [...$("field-list").children].findIndex((row) => row.contains(document.activeElement));
    $("field-list").replaceChildren(...form.fields.map((field, number) => this.#row(field, number, answers, faults)));
    // Keys walk over rows that are made anew.
    if (held >= 0) $("field-list").children[held]?.firstChild.focus();
    $("no-fields").hidden = form.fields.length > 0;
    $("count").textContent = form.fields.length ? `${form.fields.length}` : "";
    $("options").hidden = $("remove").hidden = !this.field;
    $("options-hint").hidden = Boolean(this.field);
    if (this.field) this.#fill(this.field);
    const own = faults.filter(([number]) => number === chosen && chosen >= 0).map(([, words]) => words);
    $("f-fault").textContent = own.join(". ");
    $("f-fault").hidden = !own.length;
  }

  #row(field, number, answers, faults) {
    const answer = answers.find(({ name }) => name === field.name);
    const wrong = faults.filter(([at]) => at === number).map(([, words]) => words).join(". ");
    const row = button("", () => this.hooks.choose(number), { className: "row" });
    row.setAttribute("aria-current", String(number === this.number));
    row.append(make("span", { className: "row-name" }, field.name || "(no name)"));
    row.append(make("span", { className: "row-kind" }, kindOf(field)));
    if (answer) row.append(...valueOf(answer));
    if (wrong) row.append(make("span", { className: "row-fault" }, wrong));
    return make("li", {}, row);
  }

  #fill(field) {
    const { lexicon } = field;
    const own = field.charset.startsWith(OWN);
    const values = {
      name: field.name, type: field.type, marking: field.marking, cells: field.cells || "", lines: field.lines,
      charset: own ? OWN : field.charset, chars: own ? field.charset.slice(OWN.length) : "", pattern: field.pattern,
      words: (lexicon?.values ?? []).join("\n"), list: lexicon?.name ?? "", language: field.language,
    };
    for (const [name, value] of Object.entries(values)) if ($(`f-${name}`).value !== String(value)) $(`f-${name}`).value = value;
    $("f-strict").checked = lexicon?.strict ?? true;
    $("f-required").checked = !field.optional;
    const text = field.type !== "checkbox";
    for (const name of ["marking", "charset", "pattern", "lexicon", "lines", "language"]) $(`f-${name}-field`).hidden = !text;
    $("f-cells-field").hidden = !text || !CELLED.includes(field.marking);
    $("f-chars-field").hidden = !text || !own;
    $("f-words-field").hidden = Boolean(values.list);
  }

  /** Cells are proposed by the shape, so that a comb is not without any. */
  #marked() {
    if (CELLED.includes($("f-marking").value) && !Number($("f-cells").value)) {
      $("f-cells").value = likelyCells(this.field);
      this.#told();
    }
  }

  #told() {
    if (!this.field) return;
    const value = (name) => $(`f-${name}`).value;
    const text = value("type") !== "checkbox";
    const celled = text && CELLED.includes(value("marking"));
    const charset = value("charset") === OWN ? OWN + value("chars") : value("charset");
    this.hooks.edit(this.number, {
      name: value("name").trim(), type: value("type"), marking: text ? value("marking") : "free",
      cells: celled ? Math.max(0, Math.round(Number(value("cells")))) : 0,
      lines: text ? Math.max(1, Math.round(Number(value("lines")) || 1)) : 1,
      charset: text ? charset : "", pattern: text ? value("pattern").trim() : "", lexicon: text ? this.#lexicon() : null,
      language: text ? value("language") : "any", optional: !$("f-required").checked,
    });
  }

  #lexicon() {
    const strict = $("f-strict").checked;
    if ($("f-list").value) return { name: $("f-list").value, strict };
    const values = $("f-words").value.split("\n").map((word) => word.trim()).filter(Boolean);
    return values.length ? { values, strict } : null;
  }
}

const KINDS = { comb: "comb", boxes: "boxes", underline: "line", free: "free" };

function kindOf({ type, marking, cells }) {
  if (type === "checkbox") return "check box";
  return [type === "text" ? "" : type, cells ? `${KINDS[marking]} of ${cells}` : KINDS[marking]].filter(Boolean).join(", ");
}

/** What was read in a field, how sure that is, why somebody should look, and what else it could be. */
function valueOf(answer) {
  const value = make("b", {}, answer.value || "empty");
  const read = make("span", { className: answer.needs_review ? "row-value unsure" : "row-value" }, value, ` ${sureness(answer)}`);
  return answer.alternatives.length ? [read, make("span", { className: "row-others" }, `or ${others(answer)}`)] : [read];
}
