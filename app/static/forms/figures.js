// What is drawn over the page: fields with their cells and values, handles to resize one, printed marks.

import { draw } from "../elements.js";
import { dividers } from "./geometry.js";

const SIDES = { nw: [0, 0], n: [.5, 0], ne: [1, 0], e: [1, .5], se: [1, 1], s: [.5, 1], sw: [0, 1], w: [0, .5] };

/** A field, perhaps with what was read in it; `px` says how much of the page so many pixels of the screen are. */
export function fieldFigure(field, number, { answer, chosen, px }) {
  const kind = [chosen && "selected", answer && (answer.needs_review ? "unsure" : "corrected")].filter(Boolean);
  const words = answer ? `, reads ${answer.value || "nothing"}` : "";
  const group = draw("g", { class: kind.join(" "), tabindex: 0, role: "button", "data-number": number, "aria-label": `${field.name}${words}` });
  const { x, y, width, height } = field;
  group.append(draw("rect", { class: "halo", x, y, width, height }), draw("rect", { class: "box", x, y, width, height }));
  group.append(...dividers(field).map(([x1, y1, x2, y2]) => draw("line", { x1, y1, x2, y2 })));
  const label = draw("text", { x, y: y - px(4), "font-size": px(13) });
  label.textContent = answer ? `${field.name}: ${answer.value || "—"}` : field.name;
  group.append(label);
  return group;
}

export function markFigure({ x, y }, number, px) {
  const group = draw("g", { class: "printed", tabindex: 0, role: "button", "data-mark": number, "aria-label": `Printed mark ${number + 1}` });
  group.append(draw("circle", { class: "halo", cx: x, cy: y, r: px(7) }), draw("circle", { class: "mark", cx: x, cy: y, r: px(7) }));
  return group;
}

export function handles(field, px) {
  const size = px(10);
  return Object.entries(SIDES).map(([side, [across, down]]) => draw("rect", {
    class: "handle", "data-side": side, width: size, height: size,
    x: field.x + across * field.width - size / 2, y: field.y + down * field.height - size / 2,
  }));
}
