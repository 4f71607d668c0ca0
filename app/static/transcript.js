// The text beside the picture, each letter tied to its box.

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

  show(reading) {
    this.letters = [];
    this.place.replaceChildren(...reading.lines.map((line) => this.#line(line)));
    if (!reading.lines.length) this.say("No letters were found. Try a sharper or closer picture.");
  }

  say(words) {
    this.letters = [];
    const hint = document.createElement("p");
    hint.className = "hint";
    hint.textContent = words;
    this.place.replaceChildren(hint);
  }

  select(number) {
    this.letters.forEach((letter, other) => letter.classList.toggle("selected", other === number));
    this.letters[number]?.scrollIntoView({ block: "nearest" });
  }

  #line(line) {
    const row = document.createElement("p");
    line.words.forEach((word, number) => {
      if (number) row.append(" ");
      row.append(...word.glyphs.map((glyph) => this.#letter(glyph)));
    });
    return row;
  }

  #letter(glyph) {
    const letter = document.createElement("span");
    letter.className = certainty(glyph);
    letter.textContent = glyph.letter;
    this.letters.push(letter);
    return letter;
  }
}
