// Boxes and letters over the picture, in the picture's own pixels.

import { draw } from "./elements.js";
import { certainty, describe, lineHeights, walk } from "./glyphs.js";

const LETTER_PX = { least: 11, most: 26, share: 0.55 };
// The boxes of a page appear one after the other, all within this time.
const APPEAR_MS = 450;

export class Overlay {
  /** `on` is told: hover(number or null), choose(number), correct(number, letter), confirm(number), doubt(step). */
  constructor(svg, on) {
    this.svg = svg;
    this.on = on;
    this.marks = [];
    new ResizeObserver(() => this.fitLetters()).observe(svg);
    svg.addEventListener("keydown", (event) => this.#press(event));
  }

  show({ width, height }, glyphs) {
    this.svg.setAttribute("viewBox", `0 0 ${width} ${height}`);
    this.width = width;
    this.glyphs = glyphs;
    this.heights = lineHeights(glyphs);
    this.marks = glyphs.map((glyph, number) => this.#mark(glyph, number));
    this.svg.replaceChildren(...this.marks);
    // A list without entries is none.
    if (glyphs.length) this.svg.setAttribute("role", "listbox");
    else this.svg.removeAttribute("role");
    this.fitLetters();
  }

  clear() {
    this.show({ width: 1, height: 1 }, []);
  }

  /** Take over corrected glyphs; the boxes stay. */
  update(glyphs) {
    this.glyphs = glyphs;
    this.marks.forEach((mark, number) => this.#label(mark, glyphs[number]));
  }

  /** Mark a glyph as the one spoken of; only it can be reached by Tab. */
  select(number, focus = false) {
    this.marks.forEach((mark, other) => {
      mark.classList.toggle("selected", other === number);
      mark.setAttribute("aria-selected", String(other === number));
      mark.tabIndex = other === Math.max(number, 0) ? 0 : -1;
    });
    if (!focus || !this.marks[number]) return;
    // The browser would scroll within the frame, which has its own way of moving the sheet.
    this.marks[number].focus({ preventScroll: true });
    this.svg.closest(".view").scrollIntoView({ block: "nearest" });
  }

  /** Keep letters readable at any size of the picture. */
  fitLetters() {
    if (!this.marks.length) return;
    const scale = this.svg.clientWidth / this.width || 1;
    const { least, most, share } = LETTER_PX;
    this.marks.forEach((mark, number) => {
      const { lineNumber, box: { top } } = this.glyphs[number];
      const side = Math.min(most, Math.max(least, this.heights[lineNumber] * scale * share)) / scale;
      mark.lastChild.setAttribute("font-size", side);
      mark.lastChild.setAttribute("y", Math.max(top - side * 0.22, side * 0.8));
    });
  }

  #mark(glyph, number) {
    const { left, top, right, bottom } = glyph.box;
    const mark = draw("g", { role: "option", "aria-selected": "false", tabindex: number ? -1 : 0 });
    const box = { x: left, y: top, width: right - left, height: bottom - top };
    mark.append(draw("rect", { class: "halo", ...box }), draw("rect", { class: "box", ...box }), draw("text", { x: (left + right) / 2 }));
    this.#label(mark, glyph);
    mark.style.animationDelay = `${Math.round((APPEAR_MS * number) / this.glyphs.length)}ms`;
    mark.addEventListener("pointerenter", () => this.on.hover(number));
    mark.addEventListener("pointerleave", () => this.on.hover(null));
    mark.addEventListener("click", () => mark.focus({ preventScroll: true }));
    mark.addEventListener("focus", () => this.on.choose(number));
    return mark;
  }

  #label(mark, glyph) {
    const selected = mark.classList.contains("selected");
    mark.setAttribute("class", `${certainty(glyph)}${glyph.letter ? "" : " none"}${selected ? " selected" : ""}`);
    mark.setAttribute("aria-label", describe(glyph));
    mark.lastChild.textContent = glyph.letter || "×";
  }

  #press(event) {
    const from = this.marks.indexOf(event.target.closest("g"));
    if (from < 0 || event.ctrlKey || event.metaKey || event.altKey) return;
    const target = walk(event.key, event.shiftKey, from, this.glyphs);
    if (target !== null) this.marks[target].focus({ preventScroll: true });
    else if (event.key === "PageDown" || event.key === "PageUp") this.on.doubt(event.key === "PageDown" ? 1 : -1);
    else if (event.key === "Enter") this.on.confirm(from);
    else if (event.key === "Delete" || event.key === "Backspace") this.on.correct(from, "");
    else if ([...event.key].length === 1 && event.key !== " ") this.on.correct(from, event.key);
    else return;
    event.preventDefault();
  }
}
