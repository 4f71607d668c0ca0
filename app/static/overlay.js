// Boxes and letters over the picture, in the picture's own pixels.

import { certainty, describe, lineHeights, walk } from "./glyphs.js";

const SVG = "http://www.w3.org/2000/svg";
const LETTER_PX = { least: 11, most: 26, share: 0.55 };

export class Overlay {
  /** `on` is told: hover(number or null), choose(number). */
  constructor(svg, on) {
    this.svg = svg;
    this.on = on;
    this.marks = [];
    new ResizeObserver(() => this.fitLetters()).observe(svg);
    svg.addEventListener("keydown", (event) => this.#walk(event));
  }

  show(reading, glyphs) {
    this.svg.setAttribute("viewBox", `0 0 ${reading.width} ${reading.height}`);
    this.page = reading;
    this.glyphs = glyphs;
    this.heights = lineHeights(glyphs);
    this.marks = glyphs.map((glyph, number) => this.#mark(glyph, number));
    this.svg.replaceChildren(...this.marks);
    this.fitLetters();
  }

  clear() {
    this.marks = [];
    this.svg.replaceChildren();
  }

  /** Mark a glyph as the one spoken of; only it can be reached by Tab. */
  select(number, focus = false) {
    this.marks.forEach((mark, other) => {
      mark.classList.toggle("selected", other === number);
      mark.tabIndex = other === Math.max(number, 0) ? 0 : -1;
    });
    if (focus) this.marks[number]?.focus();
  }

  /** Keep letters readable at any size of the picture. */
  fitLetters() {
    if (!this.marks.length) return;
    const { width, height } = this.svg.getBoundingClientRect();
    const scale = Math.min(width / this.page.width, height / this.page.height) || 1;
    const { least, most, share } = LETTER_PX;
    this.marks.forEach((mark, number) => {
      const { lineNumber, box: { top } } = this.glyphs[number];
      const side = Math.min(most, Math.max(least, this.heights[lineNumber] * scale * share)) / scale;
      const text = mark.querySelector("text");
      text.setAttribute("font-size", side);
      text.setAttribute("y", Math.max(top - side * 0.18, side * 0.8));
    });
  }

  #mark(glyph, number) {
    const { left, top, right, bottom } = glyph.box;
    const mark = element("g", { class: certainty(glyph), role: "button", tabindex: number ? -1 : 0, "aria-label": describe(glyph) });
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    const text = element("text", { x: (left + right) / 2 });
    text.textContent = glyph.letter;
    mark.append(element("rect", { class: "halo", ...box }), element("rect", { class: "box", ...box }), text);
    mark.addEventListener("pointerenter", () => this.on.hover(number));
    mark.addEventListener("pointerleave", () => this.on.hover(null));
    mark.addEventListener("click", () => mark.focus());
    mark.addEventListener("focus", () => this.on.choose(number));
    return mark;
  }

  #walk(event) {
    const from = this.marks.indexOf(event.target.closest("g"));
    const target = from < 0 ? null : walk(event.key, from, this.marks.length);
    if (target === null) return;
    event.preventDefault();
    this.marks[target].focus();
  }
}

function element(name, attributes) {
  const made = document.createElementNS(SVG, name);
  for (const [key, value] of Object.entries(attributes)) made.setAttribute(key, value);
  return made;
}
