// The page with its fields: drawn, chosen, moved and resized by pointer or keys.

import { $, draw } from "../elements.js";
import { LEAST, dividers, moved, resized, spanned } from "./geometry.js";

const SIDES = { nw: [0, 0], n: [.5, 0], ne: [1, 0], e: [1, .5], se: [1, 1], s: [.5, 1], sw: [0, 1], w: [0, .5] };
const ARROWS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const ZOOMS = [1, 1.5, 2, 3, 4];

export class Stage {
  #form = null;
  #chosen = -1;
  #answers = [];
  #drag = null;
  #zoom = 0;
  #tool = "field";

  /**
   * @param hooks `choose(number)`; `add(region)` and `change(number, region, done)` where a field was drawn or moved;
   *   `remove(number)`; `mark(point)` where a printed mark was pointed at.
   */
  constructor(hooks) {
    this.hooks = hooks;
    this.overlay = $("overlay");
    this.overlay.addEventListener("pointerdown", (event) => this.#begin(event));
    this.overlay.addEventListener("pointermove", (event) => this.#go(event));
    for (const kind of ["pointerup", "pointercancel"]) this.overlay.addEventListener(kind, (event) => this.#end(event));
    this.overlay.addEventListener("keydown", (event) => this.#key(event));
    $("closer").addEventListener("click", () => this.#zoomBy(1));
    $("further").addEventListener("click", () => this.#zoomBy(-1));
  }

  /** Draw what a pointer does: "field", "mark", or "scroll". */
  set tool(name) {
    this.#tool = name;
    this.overlay.dataset.tool = name;
  }

  show(form, chosen, answers) {
    const held = document.activeElement?.closest?.("#overlay g")?.dataset.number;
    [this.#form, this.#chosen, this.#answers] = [form, chosen, answers];
    this.overlay.setAttribute("viewBox", `0 0 ${form.width || 1} ${form.height || 1}`);
    const fields = form.fields.map((field, number) => this.#field(field, number));
    const marks = form.marks.map(({ x, y }) => draw("circle", { class: "mark", cx: x, cy: y, r: this.#px(7) }));
    this.overlay.replaceChildren(...fields, ...marks, ...this.#handles());
    if (held !== undefined) this.focus(chosen);
  }

  focus(number) {
    this.overlay.querySelector(`g[data-number="${number}"]`)?.focus({ preventScroll: true });
  }

  reveal(number) {
    this.overlay.querySelector(`g[data-number="${number}"]`)?.scrollIntoView({ block: "nearest", inline: "nearest" });
  }

  #field(field, number) {
    const answer = this.#answers.find(({ name }) => name === field.name);
    const kind = [number === this.#chosen && "selected", answer && (answer.needs_review ? "unsure" : "corrected")].filter(Boolean);
    const words = answer ? `, reads ${answer.value || "nothing"}` : "";
    const group = draw("g", { class: kind.join(" "), tabindex: 0, role: "button", "data-number": number, "aria-label": `${field.name}${words}` });
    const { x, y, width, height } = field;
    group.append(draw("rect", { class: "halo", x, y, width, height }), draw("rect", { class: "box", x, y, width, height }));
    group.append(...dividers(field).map(([x1, y1, x2, y2]) => draw("line", { x1, y1, x2, y2 })));
    const label = draw("text", { x, y: y - this.#px(4), "font-size": this.#px(13) });
    label.textContent = answer ? `${field.name}: ${answer.value || "—"}` : field.name;
    group.append(label);
    group.addEventListener("focus", () => number === this.#chosen || this.hooks.choose(number));
    return group;
  }

  #handles() {
    const field = this.#form.fields[this.#chosen];
    if (!field) return [];
    const size = this.#px(10);
    return Object.entries(SIDES).map(([side, [across, down]]) => draw("rect", {
      class: "handle", "data-side": side, width: size, height: size,
      x: field.x + across * field.width - size / 2, y: field.y + down * field.height - size / 2,
    }));
  }

  /** So many pixels of the screen, in those of the page. */
  #px(count) {
    const shown = this.overlay.getBoundingClientRect().width || this.#form.width;
    return (count * this.#form.width) / shown;
  }

  #point({ clientX, clientY }) {
    const { left, top, width, height } = this.overlay.getBoundingClientRect();
    return { x: ((clientX - left) * this.#form.width) / width, y: ((clientY - top) * this.#form.height) / height };
  }

  #begin(event) {
    if (!this.#form?.width || event.button > 0) return;
    const start = this.#point(event);
    if (this.#tool === "mark") {
      event.preventDefault();
      this.hooks.mark(start);
      return;
    }
    const side = event.target.dataset.side;
    const over = Number(event.target.closest("g")?.dataset.number ?? -1);
    if (side === undefined && over < 0 && this.#tool !== "field") return;
    if (side === undefined && over >= 0) this.hooks.choose(over);
    const number = side === undefined ? over : this.#chosen;
    this.#drag = { start, side, number, region: number < 0 ? null : { ...this.#form.fields[number] } };
    this.overlay.setPointerCapture(event.pointerId);
  }

  #go(event) {
    if (!this.#drag) return;
    event.preventDefault();
    this.#drag.drawn = this.#dragged(this.#point(event));
    if (this.#drag.number >= 0) this.hooks.change(this.#drag.number, this.#drag.drawn, false);
    else this.#sketch(this.#drag.drawn);
  }

  #dragged(point) {
    const { start, side, region } = this.#drag;
    if (!region) return spanned(start, point, this.#form);
    const [dx, dy] = [point.x - start.x, point.y - start.y];
    return side === undefined ? moved(region, dx, dy, this.#form) : resized(region, side, dx, dy, this.#form);
  }

  #sketch(region) {
    const sketch = this.overlay.querySelector(".sketch") ?? this.overlay.appendChild(draw("rect", { class: "sketch" }));
    for (const key of ["x", "y", "width", "height"]) sketch.setAttribute(key, region[key]);
  }

  #end() {
    const drag = this.#drag;
    this.#drag = null;
    if (!drag) return;
    this.overlay.querySelector(".sketch")?.remove();
    if (drag.number >= 0) {
      if (drag.drawn) this.hooks.change(drag.number, drag.drawn, true);
      this.focus(drag.number);
    } else if (drag.drawn?.width >= LEAST && drag.drawn.height >= LEAST) {
      this.hooks.add(drag.drawn);
    } else {
      this.hooks.choose(-1);
    }
  }

  #key(event) {
    const number = Number(event.target.closest("g")?.dataset.number ?? -1);
    const field = this.#form?.fields[number];
    if (!field) return;
    if (event.key === "Delete" || event.key === "Backspace") this.hooks.remove(number);
    else if (event.key === "Escape") this.hooks.choose(-1);
    else if (event.key in ARROWS) {
      const [dx, dy] = ARROWS[event.key].map((step) => step * this.#px(event.ctrlKey ? 10 : 2));
      const region = event.shiftKey ? resized(field, "se", dx, dy, this.#form) : moved(field, dx, dy, this.#form);
      this.hooks.change(number, region, true);
    } else return;
    event.preventDefault();
  }

  #zoomBy(step) {
    this.#zoom = Math.min(Math.max(this.#zoom + step, 0), ZOOMS.length - 1);
    $("sheet").dataset.zoom = ZOOMS[this.#zoom];
    this.show(this.#form, this.#chosen, this.#answers);
  }
}
