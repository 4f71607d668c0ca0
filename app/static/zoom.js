// The sheet in its frame: wheel, pinch, drag, double click and buttons move it; what it shows stays sharp.

import { fit, frameHeight, moved, revealed, zoomAt } from "./viewport.js";

const STEP = 1.5;
// Less than this is a click, not a drag.
const DRAG_PX = 5;
// The frame leaves this much of the window for what stands below it.
const HEIGHTS = { least: 260, below: 72 };

export class Zoom {
  #pointers = new Map();
  #dragging = false;

  constructor(frame, sheet) {
    this.frame = frame;
    this.sheet = sheet;
    this.page = null;
    frame.addEventListener("wheel", (event) => this.#wheel(event), { passive: false });
    frame.addEventListener("dblclick", (event) => this.#by(STEP * STEP, this.#inFrame(event)));
    frame.addEventListener("pointerdown", (event) => this.#down(event));
    frame.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) frame.addEventListener(end, (event) => this.#up(event));
    new ResizeObserver(() => this.#resized()).observe(frame);
  }

  /** Show a page of this size whole, or (null) let go of the sheet. */
  show(page) {
    this.page = page;
    this.#pointers.clear();
    if (!page) {
      this.frame.style.height = "";
      return;
    }
    const top = this.frame.getBoundingClientRect().top + scrollY;
    const most = Math.max(HEIGHTS.least, innerHeight - top - HEIGHTS.below);
    this.frame.style.height = `${frameHeight(page, this.frame.clientWidth, HEIGHTS.least, most)}px`;
    this.#put(fit(page, this.#size));
  }

  closer() { this.#by(STEP, this.#middle); }
  further() { this.#by(1 / STEP, this.#middle); }
  whole() { this.page && this.#put(fit(this.page, this.#size)); }

  /** Bring a box into sight. */
  reveal(box) {
    if (this.page) this.#put(revealed(this.view, box, this.page, this.#size));
  }

  get #size() { return { width: this.frame.clientWidth, height: this.frame.clientHeight }; }
  get #middle() { return { x: this.frame.clientWidth / 2, y: this.frame.clientHeight / 2 }; }

  #inFrame({ clientX, clientY }) {
    const { left, top } = this.frame.getBoundingClientRect();
    return { x: clientX - left - this.frame.clientLeft, y: clientY - top - this.frame.clientTop };
  }

  #by(factor, point) {
    if (this.page) this.#put(zoomAt(this.view, factor, point, this.page, this.#size));
  }

  /** The sheet gets another size rather than a transform, so that lines and letters stay sharp. */
  #put(view) {
    this.view = view;
    const { style } = this.sheet;
    style.width = `${this.page.width * view.scale}px`;
    style.height = `${this.page.height * view.scale}px`;
    style.translate = `${view.x}px ${view.y}px`;
    this.frame.classList.toggle("zoomed", view.scale > fit(this.page, this.#size).scale * 1.01);
  }

  #resized() {
    if (this.page && !this.frame.classList.contains("zoomed")) this.show(this.page);
    else if (this.page) this.#put(moved(this.view, 0, 0, this.page, this.#size));
  }

  /** With Ctrl, which is also what a pinch on a touchpad says; without it the wheel scrolls the page as always. */
  #wheel(event) {
    if (!this.page || !event.ctrlKey) return;
    event.preventDefault();
    this.#by(Math.exp(-event.deltaY / 200), this.#inFrame(event));
  }

  #down(event) {
    if (!this.page || event.button) return;
    this.#pointers.set(event.pointerId, { ...this.#inFrame(event), from: this.#inFrame(event) });
    this.#dragging = this.#pointers.size > 1;
  }

  #move(event) {
    const before = this.#pointers.get(event.pointerId);
    if (!before) return;
    const now = this.#inFrame(event);
    this.#dragging ||= Math.hypot(now.x - before.from.x, now.y - before.from.y) > DRAG_PX;
    if (!this.#dragging) return;
    // Only now: a click must reach the letter it was meant for.
    this.frame.setPointerCapture(event.pointerId);
    const others = [...this.#pointers].filter(([id]) => id !== event.pointerId).map(([, pointer]) => pointer);
    if (others.length) this.#pinch(before, now, others[0]);
    else this.#put(moved(this.view, now.x - before.x, now.y - before.y, this.page, this.#size));
    this.#pointers.set(event.pointerId, { ...now, from: before.from });
  }

  #pinch(before, now, other) {
    const apart = (one) => Math.hypot(one.x - other.x, one.y - other.y) || 1;
    this.#by(apart(now) / apart(before), { x: (now.x + other.x) / 2, y: (now.y + other.y) / 2 });
  }

  #up(event) {
    this.#pointers.delete(event.pointerId);
    this.#dragging = false;
  }
}
