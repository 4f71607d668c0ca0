// The form under work: its fields and marks, what was done to them, and what of that the browser keeps.

import { overlap } from "./geometry.js";
import { History } from "./history.js";
import { forget, keep, kept } from "./keep.js";
import { USUAL, blank, freeName, toDocument } from "./template.js";

/**
 * Nothing yet: `picture` is shown below the fields, `source` is the file it came from, `found` what lies on it, `trial`
 * the answer of the service with the `blob` and `name` of what was read.
 */
const nothing = () => ({ form: blank(), picture: "", withBlank: false, found: [], chosen: -1, trial: null, refusals: [], source: null });

export class Work {
  #history;
  #show;

  /** `show` is called whenever something is another than before. */
  constructor(show) {
    Object.assign(this, nothing());
    this.#history = new History(this.form);
    this.#show = show;
  }

  get canUndo() { return this.#history.canUndo; }

  get canRedo() { return this.#history.canRedo; }

  /** What the last trial read in each field. */
  get answers() { return this.trial?.fields ?? []; }

  /** The template as the service reads it. */
  template() {
    return toDocument(this.form, this.withBlank && this.picture ? this.picture.split(",")[1] : "");
  }

  choose(number) {
    if (number === this.chosen) return;
    this.chosen = number;
    this.#show();
  }

  add(region) {
    this.form.fields.push({ ...USUAL, name: freeName(this.form.fields), ...region });
    this.chosen = this.form.fields.length - 1;
    this.changed();
  }

  /** Put a field elsewhere; while it is still being dragged (not `done`) that is no step to undo. */
  place(number, region, done) {
    Object.assign(this.form.fields[number], region);
    this.trial = null;
    this.changed({ step: done });
  }

  edit(number, changes) {
    Object.assign(this.form.fields[number], changes);
    this.changed();
  }

  remove(number) {
    this.form.fields.splice(number, 1);
    this.chosen = -1;
    this.changed();
  }

  mark(point) {
    this.form.marks.push(point);
    this.changed();
  }

  placeMark(number, point, done) {
    this.form.marks[number] = point;
    this.changed({ step: done });
  }

  removeMark(number) {
    this.form.marks.splice(number, 1);
    this.changed();
  }

  clearMarks() {
    this.form.marks = [];
    this.changed();
  }

  name(words) {
    this.form.name = words;
    this.changed();
  }

  keepBlank(yes) {
    this.withBlank = yes;
    this.#remember();
    this.#show();
  }

  /** Put the fields that were found beside those there are, where they do not lie on one another; how many are new. */
  takeFound() {
    const { fields } = this.form;
    const free = this.found.filter((one) => !fields.some((other) => overlap(one, other)));
    for (const field of free) fields.push({ ...field, name: freeName(fields) });
    this.changed();
    return free.length;
  }

  undo() { this.#stepTo(this.#history.undo()); }

  redo() { this.#stepTo(this.#history.redo()); }

  /** Something has been done to the form. */
  changed({ step = true } = {}) {
    if (step) {
      this.#history.add(this.form);
      this.#remember();
    }
    this.refusals = [];
    this.#show();
  }

  /** Other things than before, such as a trial; nothing of the form itself. */
  set(changes) {
    Object.assign(this, changes);
    this.#show();
  }

  startAnew() {
    forget();
    Object.assign(this, nothing());
    this.#history.start(this.form);
    this.#show();
  }

  /** Go on where the browser was closed; whether there is anything. */
  goOn() {
    const before = kept();
    if (!before?.form) return false;
    Object.assign(this, before);
    this.#history.start(this.form);
    this.#show();
    return this.form.fields.length > 0;
  }

  #stepTo(form) {
    Object.assign(this, { form, chosen: Math.min(this.chosen, form.fields.length - 1), trial: null });
    this.#remember();
    this.#show();
  }

  #remember() {
    keep({ form: this.form, picture: this.picture, found: this.found, withBlank: this.withBlank });
  }
}
