// Writing on the page itself: what stands on the pad is read whenever the pen leaves it, and kept as a page of the desk.

import { $ } from "./elements.js";
import { Pad } from "./pad.js";

export class Writing {
  #pad;
  #page = null;

  /** `on` is told: mode(name) of the stage, changed(page) where a page is kept. */
  constructor(desk, on) {
    Object.assign(this, { desk, on });
    this.#pad = new Pad($("pad"), { begin: () => this.begin(), lift: () => this.#read() });
    $("draw").addEventListener("click", () => this.begin());
    $("pad-undo").addEventListener("click", () => this.#undo());
    $("pad-clear").addEventListener("click", () => this.#clear());
    $("pad-done").addEventListener("click", () => this.leave());
  }

  get open() { return this.#pad.open; }

  /** The ink as a picture. */
  surface() {
    return this.#pad.surface();
  }

  begin() {
    if (this.open) return;
    this.#pad.open = true;
    this.desk.show(null);
    this.on.mode("draw");
  }

  /** Close the pad, keeping what was written as a page, then go on. */
  leave(next = () => {}) {
    const page = this.#page;
    this.#page = null;
    this.#pad.open = false;
    this.#pad.clear();
    if (page) this.on.changed(page);
    if (!this.desk.shown) this.on.mode("empty");
    next();
  }

  /** The pen has left the paper: read what stands there. */
  #read() {
    const blob = this.#pad.file();
    if (this.#page) this.desk.readAgain(this.#page, blob);
    else {
      // Strokes of a pen are read letter by letter: a line reader would only take longer. And the pad stands upright:
      // half an H must not be taken for a page on its side.
      this.desk.open([[blob, "drawing.png"]], { engine: "glyph", deskew: "false" });
      this.#page = this.desk.shown;
    }
  }

  #undo() {
    this.#pad.undo();
    if (this.#pad.strokes.length) this.#read();
    else this.#clear();
  }

  #clear() {
    const page = this.#page;
    this.#page = null;
    this.#pad.clear();
    if (page) this.desk.remove(page);
    this.desk.show(null);
  }
}
