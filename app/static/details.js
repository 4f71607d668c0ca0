// One glyph up close: its ink, how sure it is, what else it could be, and the place to say so.

import { typed } from "./corrections.js";
import { button, make } from "./elements.js";
import { certainty, percent } from "./glyphs.js";

const CROP_PX = 96;
const MARGIN = 0.15;

export class Details {
  /** `on` is told: correct(number, letter), confirm(number). */
  constructor(place, on) {
    this.place = place;
    this.on = on;
    this.hint = [...place.children];
  }

  clear() {
    this.place.replaceChildren(...this.hint);
  }

  /** Whether somebody is typing here. */
  get busy() {
    return document.activeElement?.id === "correction";
  }

  /**
   * Show glyph `number`: as it was `read`, as it stands `now`; `around` is the box to show of the picture, which has
   * `scale` pixels a page pixel.
   */
  show(number, read, now, around, picture, scale) {
    const chances = make("ol", { className: "chances" }, ...[read, ...read.alternatives].map((one) => this.#chance(number, one, now)));
    const card = make("div", { className: `glyph ${certainty(now)}` }, crop(around, picture, scale), chances);
    this.place.replaceChildren(card, this.#say(number, now));
  }

  #chance(number, { letter, confidence }, now) {
    const bar = make("meter", { className: "bar", max: 1, value: confidence, "aria-hidden": "true" });
    const parts = [make("b", { className: "letter" }, letter), bar, make("span", { className: "percent" }, percent(confidence))];
    const chosen = letter === now.letter;
    const pick = make("button", { type: "button", className: "chance", "aria-pressed": String(chosen) }, ...parts);
    pick.addEventListener("click", () => this.on.correct(number, letter));
    return make("li", {}, pick);
  }

  /** The ways to say what it is: type it, agree, or call it no letter. */
  #say(number, now) {
    const field = make("input", {
      id: "correction", maxLength: 8, autocomplete: "off", spellcheck: false, autocapitalize: "off",
      value: certainty(now) === "corrected" ? now.letter : "", placeholder: now.letter,
    });
    field.addEventListener("focus", () => field.select());
    field.addEventListener("change", () => typed(field.value) && this.on.correct(number, typed(field.value)));
    const label = make("label", { className: "field", htmlFor: "correction" }, make("span", {}, "Type the right letter"), field);
    const agree = button("It is right", () => this.on.confirm(number), { className: "button small" });
    const refuse = button("Not a letter", () => this.on.correct(number, ""), { className: "button small" });
    return make("div", { className: "say" }, label, agree, refuse);
  }
}

/** The glyph cut out of the picture, in the middle of a square. */
function crop({ left, top, right, bottom }, picture, scale) {
  const canvas = make("canvas", { className: "crop", width: CROP_PX * 2, height: CROP_PX * 2, "aria-hidden": "true" });
  const side = Math.max(right - left, bottom - top) * (1 + 2 * MARGIN);
  const [x, y] = [((left + right) / 2 - side / 2) * scale, ((top + bottom) / 2 - side / 2) * scale];
  canvas.getContext("2d").drawImage(picture, x, y, side * scale, side * scale, 0, 0, canvas.width, canvas.height);
  return canvas;
}
