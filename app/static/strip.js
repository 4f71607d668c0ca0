// The pages on the desk, small, each with how far it is.

import { button, make } from "./elements.js";
import { applied } from "./corrections.js";
import { countUnsure, flatten } from "./glyphs.js";

export class Strip {
  /** `on` is told: show(page), remove(page). */
  constructor(place, on) {
    this.place = place;
    this.on = on;
  }

  /** Show all pages; a single one needs no strip. */
  show(pages, shown) {
    this.place.hidden = pages.length < 2;
    const entries = this.place.hidden ? [] : pages.map((page, number) => this.#entry(page, number, page === shown));
    this.place.replaceChildren(...entries);
    const current = this.place.querySelector("[aria-current]")?.parentElement;
    if (current) this.place.scrollLeft = current.offsetLeft - this.place.clientWidth / 2;
  }

  #entry(page, number, shown) {
    const thumbnail = make("img", { src: page.url, alt: "", loading: "lazy", decoding: "async" });
    // Not every picture can be shown by the browser.
    thumbnail.addEventListener("error", () => { thumbnail.style.visibility = "hidden"; });
    const words = make("span", { className: "page-name" }, `${number + 1}. ${page.name}`);
    const place = page.number ? `page ${page.number}: ` : "";
    const state = make("span", { className: `page-state ${page.state}` }, place + stateOf(page));
    const open = button("", () => this.on.show(page), { className: "page" });
    open.append(thumbnail, words, state);
    if (shown) open.setAttribute("aria-current", "page");
    const away = button("×", () => this.on.remove(page), { className: "away", "aria-label": `Remove page ${number + 1}` });
    return make("li", {}, open, away);
  }
}

function stateOf({ state, reading, letters }) {
  if (state !== "read") return { waiting: "waits", reading: "reading …", failed: "not read" }[state];
  const unsure = countUnsure(applied(flatten(reading), letters));
  return unsure ? `${unsure} unsure` : "read ✓";
}
