// The text beside the picture, each letter tied to its box.

import { make } from "./elements.js";
import { certainty } from "./glyphs.js";

export class Transcript {
  /** `on` is told: hover(number or null), choose(number). */
  constructor(place, on) {
    this.place = place;
    this.letters = [];
    const numberOf = (event) => this.letters.indexOf(event.target);
    place.addEventListener("pointerover", (event) => on.hover(numberOf(event) < 0 ? null : numberOf(event)));
    place.addEventListener("pointerleave", () => on.hover(null));
    place.addEventListener("click", (event) => numberOf(event) >= 0 && on.choose(numberOf(event)));
  }

  /** Glyphs in reading order, as they stand corrected; a glyph that is no letter leaves no trace. */
  show(glyphs) {
    this.letters = glyphs.map((glyph) => make("span", { className: certainty(glyph) }, glyph.letter));
    const rows = [];
    glyphs.forEach(({ lineNumber, wordNumber }, number) => {
      const row = (rows[lineNumber] ??= make("p"));
      const newWord = number && glyphs[number - 1].lineNumber === lineNumber && glyphs[number - 1].wordNumber !== wordNumber;
      row.append(newWord ? " " : "", this.letters[number]);
    });
    this.place.replaceChildren(...rows);
  }

  say(words) {
    this.letters = [];
    this.place.replaceChildren(make("p", { className: "hint" }, words));
  }

  select(number) {
    this.letters.forEach((letter, other) => letter.classList.toggle("selected", other === number));
    const letter = this.letters[number];
    if (!letter) return;
    // Within the text only: the page itself must not jump under the pointer.
    const [inner, outer] = [letter.getBoundingClientRect(), this.place.getBoundingClientRect()];
    this.place.scrollTop += Math.min(0, inner.top - outer.top) + Math.max(0, inner.bottom - outer.bottom);
  }
}
