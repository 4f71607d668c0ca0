// One glyph up close: its ink, how sure it is, and what else it could be.

import { certainty, percent } from "./glyphs.js";

const CROP_PX = 96;
const MARGIN = 0.15;

export class Details {
  constructor(place, picture) {
    this.place = place;
    this.picture = picture;
    this.hint = [...place.children];
  }

  clear() {
    this.place.replaceChildren(...this.hint);
  }

  show(glyph, page) {
    const card = make("div", `glyph ${certainty(glyph)}`);
    const others = make("ol", "chances");
    others.append(...[glyph, ...glyph.alternatives].map(chance));
    card.append(this.#crop(glyph.box, page), others);
    this.place.replaceChildren(card);
  }

  /** The glyph cut out of the picture, in the middle of a square. */
  #crop({ left, top, right, bottom }, page) {
    const canvas = make("canvas", "crop");
    canvas.width = canvas.height = CROP_PX * 2;
    const side = Math.max(right - left, bottom - top) * (1 + 2 * MARGIN);
    const scale = this.picture.naturalWidth / page.width;
    const x = ((left + right) / 2 - side / 2) * scale;
    const y = ((top + bottom) / 2 - side / 2) * scale;
    canvas.getContext("2d").drawImage(this.picture, x, y, side * scale, side * scale, 0, 0, canvas.width, canvas.height);
    canvas.setAttribute("aria-hidden", "true");
    return canvas;
  }
}

function chance({ letter, confidence }) {
  const row = make("li", "chance");
  const bar = make("meter", "bar");
  bar.max = 1;
  bar.value = confidence;
  bar.setAttribute("aria-hidden", "true");
  row.append(make("b", "letter", letter), bar, make("span", "percent", percent(confidence)));
  return row;
}

function make(name, className, text = "") {
  const made = document.createElement(name);
  made.className = className;
  made.textContent = text;
  return made;
}
