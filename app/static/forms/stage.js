// The page with its fields and marks: shown, chosen, and moved and resized by keys.

import { $ } from "../elements.js";
import { fieldFigure, handles, markFigure } from "./figures.js";
import { freeSpot, inside, moved, resized, spanned } from "./geometry.js";
import { Grasp } from "./grasp.js";

const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ZOOMS = [1, 1.5, 2, 3, 4];
/** What is placed by a key, in pixels of the screen, while there is no other field to be like. */
const USUAL = { width: 180, height: 36 };

export class Stage {
  #form = null;
  #chosen = -1;
  #answers = [];
  #zoom = 0;
  #grasp;

  /**
   * @param hooks `choose(number)`; `add(region)` and `change(number, region, done)` where a field was drawn or moved;
   *   `name()` and `remove(number)` of it; `mark(point)` where a printed mark was pointed at, `changeMark(number, point, done)`
   *   and `removeMark(number)`.
   */
  constructor(hooks) {
    this.hooks = hooks;
    this.overlay = $("overlay");
    this.#grasp = new Grasp(this);
    this.overlay.addEventListener("keydown", (event) => this.#key(event));
    this.overlay.addEventListener("focusin", ({ target }) => this.#focused(target));
    $("closer").addEventListener("click", () => this.#zoomBy(1));
    $("further").addEventListener("click", () => this.#zoomBy(-1));
  }

  /** Draw what a pointer does: "field", "mark", or "scroll". */
  set tool(name) {
    this.#grasp.tool = name;
    this.overlay.dataset.tool = name;
  }

  show(form, chosen, answers) {
    const held = document.activeElement?.closest?.("#overlay g")?.dataset;
    [this.#form, this.#chosen, this.#answers] = [form, chosen, answers];
    this.overlay.setAttribute("viewBox", `0 0 ${form.width || 1} ${form.height || 1}`);
    const px = (count) => this.#px(count);
    const answer = ({ name }) => answers.find((one) => one.name === name);
    const fields = form.fields.map((field, number) => fieldFigure(field, number, { answer: answer(field), chosen: number === chosen, px }));
    const marks = form.marks.map((mark, number) => markFigure(mark, number, px));
    const field = form.fields[chosen];
    this.overlay.replaceChildren(...fields, ...marks, ...(field ? handles(field, px) : []));
    if (held) this.#hold(held.mark === undefined ? `[data-number="${chosen}"]` : `[data-mark="${held.mark}"]`);
  }

  /** Keep the focus where it was; where that is gone, keys still find the page. */
  #hold(place) {
    (this.overlay.querySelector(`g${place}`) ?? $("view")).focus({ preventScroll: true });
  }

  get form() { return this.#form; }

  get chosen() { return this.#chosen; }

  focus(number) {
    this.overlay.querySelector(`g[data-number="${number}"]`)?.focus({ preventScroll: true });
  }

  focusMark(number) {
    this.overlay.querySelector(`g[data-mark="${number}"]`)?.focus({ preventScroll: true });
  }

  reveal(number) {
    this.overlay.querySelector(`g[data-number="${number}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  /** A place for another field in the part of the page that is in sight, on no other field and as large as the last one. */
  spot() {
    const { fields } = this.#form;
    const { width, height } = fields.at(-1) ?? { width: this.#px(USUAL.width), height: this.#px(USUAL.height) };
    return freeSpot(this.#inSight(), { width, height }, fields);
  }

  /** The middle of the part of the page that is in sight. */
  middle() {
    const { x, y, width, height } = this.#inSight();
    return { x: x + width / 2, y: y + height / 2 };
  }

  #inSight() {
    $("view").scrollIntoView({ block: "nearest" });
    const view = $("view").getBoundingClientRect();
    const [left, right] = [Math.max(view.left, 0), Math.min(view.right, innerWidth)];
    const [top, bottom] = [Math.max(view.top, 0), Math.min(view.bottom, innerHeight)];
    return spanned(this.point({ clientX: left, clientY: top }), this.point({ clientX: right, clientY: bottom }), this.#form);
  }

  #focused(target) {
    const number = Number(target.closest("g")?.dataset.number ?? -1);
    if (number >= 0 && number !== this.#chosen) this.hooks.choose(number);
  }

  /** So many pixels of the screen, in those of the page. */
  #px(count) {
    const shown = this.overlay.getBoundingClientRect().width || this.#form.width;
    return (count * this.#form.width) / shown;
  }

  /** Where on the page an event is. */
  point({ clientX, clientY }) {
    const { left, top, width, height } = this.overlay.getBoundingClientRect();
    return { x: ((clientX - left) * this.#form.width) / width, y: ((clientY - top) * this.#form.height) / height };
  }

  #key(event) {
    const { number, mark } = event.target.closest("g")?.dataset ?? {};
    const step = ARROWS[event.key]?.map((share) => share * this.#px(event.ctrlKey ? 10 : 2));
    const known = mark === undefined ? this.#fieldKey(event, Number(number ?? -1), step) : this.#markKey(event, Number(mark), step);
    if (known) event.preventDefault();
  }

  #fieldKey({ key, shiftKey }, number, step) {
    const field = this.#form?.fields[number];
    if (!field) return false;
    if (key === "Delete" || key === "Backspace") this.hooks.remove(number);
    else if (key === "Escape") this.hooks.choose(-1);
    else if (key === "Enter") this.hooks.name();
    else if (step) this.hooks.change(number, shiftKey ? resized(field, "se", ...step, this.#form) : moved(field, ...step, this.#form), true);
    else return false;
    return true;
  }

  #markKey({ key }, number, step) {
    const mark = this.#form.marks[number];
    if (key === "Delete" || key === "Backspace") this.hooks.removeMark(number);
    else if (step) this.hooks.changeMark(number, inside({ x: mark.x + step[0], y: mark.y + step[1] }, this.#form), true);
    else return false;
    return true;
  }

  #zoomBy(step) {
    this.#zoom = Math.min(Math.max(this.#zoom + step, 0), ZOOMS.length - 1);
    $("sheet").dataset.zoom = ZOOMS[this.#zoom];
    this.show(this.#form, this.#chosen, this.#answers);
  }
}
