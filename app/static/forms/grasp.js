// What a pointer does to the page: it draws fields, chooses, moves and resizes them, and sets and moves printed marks.

import { draw } from "../elements.js";
import { LEAST, inside, moved, resized, spanned } from "./geometry.js";

export class Grasp {
  /** Draw what a pointer does where nothing is: "field", "mark", or "scroll". */
  tool = "field";
  #drag = null;

  /** `stage` shows the page; its hooks are told. */
  constructor(stage) {
    this.stage = stage;
    const { overlay } = stage;
    overlay.addEventListener("pointerdown", (event) => this.#begin(event));
    overlay.addEventListener("pointermove", (event) => this.#go(event));
    for (const kind of ["pointerup", "pointercancel"]) overlay.addEventListener(kind, () => this.#end());
  }

  #begin(event) {
    const { form, hooks, chosen } = this.stage;
    if (!form?.width || event.button > 0) return;
    const start = this.stage.point(event);
    const { side } = event.target.dataset;
    const { number = -1, mark } = event.target.closest("g")?.dataset ?? {};
    if (mark !== undefined) this.#take(event, { start, mark: Number(mark), from: form.marks[mark] });
    else if (this.tool === "mark") {
      event.preventDefault();
      hooks.mark(start);
    } else if (side !== undefined) this.#take(event, { start, side, number: chosen, region: { ...form.fields[chosen] } });
    else if (number >= 0) {
      hooks.choose(Number(number));
      this.#take(event, { start, number: Number(number), region: { ...form.fields[number] } });
    } else if (this.tool === "field") this.#take(event, { start, number: -1, region: null });
  }

  #take(event, drag) {
    this.#drag = drag;
    this.stage.overlay.setPointerCapture(event.pointerId);
  }

  #go(event) {
    if (!this.#drag) return;
    event.preventDefault();
    this.#drag.drawn = this.#dragged(this.stage.point(event));
    if (!this.#tell(false)) this.#sketch(this.#drag.drawn);
  }

  #end() {
    const drag = this.#drag;
    if (!drag) return;
    const { hooks, overlay } = this.stage;
    overlay.querySelector(".sketch")?.remove();
    const known = this.#tell(true);
    this.#drag = null;
    if (known) {
      if (drag.mark === undefined) this.stage.focus(drag.number);
      else this.stage.focusMark(drag.mark);
    } else if (drag.drawn?.width >= LEAST && drag.drawn.height >= LEAST) hooks.add(drag.drawn);
    else hooks.choose(-1);
  }

  /** Say where what is held is now, or has been let go; whether it was there before. */
  #tell(done) {
    const { mark, number, drawn } = this.#drag;
    if (mark === undefined && number < 0) return false;
    if (drawn && mark !== undefined) this.stage.hooks.changeMark(mark, drawn, done);
    else if (drawn) this.stage.hooks.change(number, drawn, done);
    return true;
  }

  #dragged(point) {
    const { start, side, region, from } = this.#drag;
    const { form } = this.stage;
    const [dx, dy] = [point.x - start.x, point.y - start.y];
    if (from) return inside({ x: from.x + dx, y: from.y + dy }, form);
    if (!region) return spanned(start, point, form);
    return side === undefined ? moved(region, dx, dy, form) : resized(region, side, dx, dy, form);
  }

  #sketch(region) {
    const { overlay } = this.stage;
    const sketch = overlay.querySelector(".sketch") ?? overlay.appendChild(draw("rect", { class: "sketch" }));
    for (const key of ["x", "y", "width", "height"]) sketch.setAttribute(key, region[key]);
  }
}
