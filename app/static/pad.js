// Squared paper to write on with mouse, pen or finger.

import { make } from "./elements.js";

const PEN_PX = 5;
// A pen's pressure changes its width by up to this share.
const PRESSURE = 0.5;
// The paper the reader gets is this many times as large as the longest stroke, up to a bound.
const ROOM = 6;
const MOST_PX = 2000;
// Before a mouse has moved this far on the empty page, it may still mean something else.
const START_PX = 6;

export class Pad {
  #stroke = null;
  #down = null;

  /** `on` is told: begin() when somebody starts to write, lift() when the pen leaves the paper. */
  constructor(canvas, on) {
    this.canvas = canvas;
    this.on = on;
    this.strokes = [];
    this.open = false;
    canvas.addEventListener("pointerdown", (event) => this.#press(event));
    canvas.addEventListener("pointermove", (event) => this.#move(event));
    for (const end of ["pointerup", "pointercancel"]) canvas.addEventListener(end, () => this.#lift());
    new ResizeObserver(() => this.#paint()).observe(canvas);
    matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => this.#paint());
  }

  undo() {
    this.strokes.pop();
    this.#paint();
  }

  clear() {
    this.strokes = [];
    this.#paint();
  }

  get size() {
    return { width: this.canvas.clientWidth, height: this.canvas.clientHeight };
  }

  /**
   * What was written, black on white, one pixel for each of the screen's own units; with more paper to the right and
   * below where the letters are large for the pad: to the reader, ink that fills a picture is no letter.
   */
  surface() {
    const least = Math.min(MOST_PX, Math.ceil(ROOM * Math.max(0, ...this.strokes.map(extent))));
    const paper = make("canvas", { width: Math.max(least, this.size.width), height: Math.max(least, this.size.height) });
    const pen = paper.getContext("2d", { willReadFrequently: true });
    pen.fillStyle = "#fff";
    pen.fillRect(0, 0, paper.width, paper.height);
    this.#draw(pen, "#000");
    return paper;
  }

  /** The same as a PNG file. */
  file() {
    // Encoding takes some milliseconds, but for `toBlob` Chromium first waits until the page is idle: 0.4 s after a stroke.
    const [, encoded] = this.surface().toDataURL("image/png").split(",");
    return new Blob([Uint8Array.from(atob(encoded), (byte) => byte.charCodeAt(0))], { type: "image/png" });
  }

  #press(event) {
    if (event.button || !event.isPrimary) return;
    // On the empty page a finger scrolls; it writes once the paper is open.
    if (!this.open && event.pointerType === "touch") return;
    this.#down = event;
    if (this.open) this.#begin(event);
  }

  #begin(event) {
    this.canvas.setPointerCapture(event.pointerId);
    this.#stroke = [pointOf(this.#down)];
    this.strokes.push(this.#stroke);
    this.#paint();
  }

  #move(event) {
    if (!this.#down || event.pointerId !== this.#down.pointerId) return;
    if (!this.#stroke && Math.hypot(event.clientX - this.#down.clientX, event.clientY - this.#down.clientY) > START_PX) {
      this.on.begin();
      this.#begin(event);
    }
    if (!this.#stroke) return;
    const events = event.getCoalescedEvents?.() ?? [];
    this.#stroke.push(...(events.length ? events : [event]).map(pointOf));
    this.#paint();
  }

  #lift() {
    const written = this.#stroke;
    this.#down = this.#stroke = null;
    if (written) this.on.lift();
  }

  #paint() {
    const { width, height } = this.size;
    const sharpness = devicePixelRatio || 1;
    // Setting the size wipes a canvas and takes new memory, so it is set only where it has changed.
    const sized = { width: Math.round(width * sharpness), height: Math.round(height * sharpness) };
    if (this.canvas.width !== sized.width || this.canvas.height !== sized.height) Object.assign(this.canvas, sized);
    const pen = this.canvas.getContext("2d");
    pen.setTransform(sharpness, 0, 0, sharpness, 0, 0);
    pen.clearRect(0, 0, width, height);
    this.#draw(pen, getComputedStyle(this.canvas).color);
  }

  #draw(pen, colour) {
    Object.assign(pen, { lineCap: "round", lineJoin: "round", strokeStyle: colour, fillStyle: colour });
    for (const stroke of this.strokes) drawStroke(pen, stroke);
  }
}

function pointOf({ offsetX, offsetY, pressure, pointerType }) {
  const width = pointerType === "pen" ? PEN_PX * (1 - PRESSURE + 2 * PRESSURE * pressure) : PEN_PX;
  return { x: offsetX, y: offsetY, width };
}

/** How far a stroke reaches across or down, whichever is more. */
function extent(points) {
  const reach = (values) => Math.max(...values) - Math.min(...values);
  return Math.max(reach(points.map(({ x }) => x)), reach(points.map(({ y }) => y)));
}

/** A curve through the middles between the points; a single point is a dot. */
function drawStroke(pen, points) {
  let from = points[0];
  pen.beginPath();
  pen.arc(from.x, from.y, from.width / 2, 0, 2 * Math.PI);
  pen.fill();
  points.slice(1).forEach((point, place) => {
    const before = points[place];
    const middle = { x: (before.x + point.x) / 2, y: (before.y + point.y) / 2 };
    pen.beginPath();
    pen.lineWidth = (before.width + point.width) / 2;
    pen.moveTo(from.x, from.y);
    pen.quadraticCurveTo(before.x, before.y, middle.x, middle.y);
    if (place === points.length - 2) pen.lineTo(point.x, point.y);
    pen.stroke();
    from = middle;
  });
}
