// Teaching one writer's hand: letters people vouched for are kept under a name, and later pages are read with them.

import { CORRECTIONS, Problem, post, reach } from "./api.js";
import { $ } from "./elements.js";

export class Teach {
  #known = new Set();
  #kept = new WeakMap();
  #alphabet = null;

  /**
   * @param hooks `vouched()` answers the pages with such letters: {page, image: [blob, name], number, glyphs: [{letter, box}]},
   *   `page` the same object whenever it is asked; `fail` is told of a Problem, `chosen` that pages are to be read for another hand.
   */
  constructor(hooks) {
    Object.assign(this, { hooks, name: "" });
    $("teach").addEventListener("submit", (event) => { event.preventDefault(); this.#keep(); });
    $("profile").addEventListener("change", () => this.#named());
    $("profile").addEventListener("input", () => this.refresh());
  }

  /** Offer it where the service keeps corrections. */
  offer({ corrections }) {
    $("teach").hidden = !corrections;
    this.refresh();
  }

  /** Letters of no other `alphabet` can be learned, and the service would refuse them. */
  limit(alphabet) {
    this.#alphabet = new Set(alphabet);
    this.refresh();
  }

  /** The form fields of a reading: whose hand it is, once something is known of it. */
  fields() {
    return this.#known.has(this.name) ? { profile: this.name } : {};
  }

  /** Say how many letters can be kept, now that something else is shown or corrected. */
  refresh() {
    if ($("teach").hidden) return;
    const count = this.#fresh().reduce((sum, { glyphs }) => sum + glyphs.length, 0);
    $("teach-keep").disabled = !count || !$("profile").value.trim();
    $("teach-keep").textContent = count ? `Keep ${count} corrected ${count === 1 ? "letter" : "letters"}` : "Keep corrected letters";
  }

  /** The letters of each page that have not been kept as they stand now. */
  #fresh() {
    return this.hooks.vouched().flatMap(({ glyphs, ...where }) => {
      const kept = this.#kept.get(where.page) ?? new Set();
      const fresh = glyphs.filter((glyph) => (this.#alphabet?.has(glyph.letter) ?? true) && !kept.has(keyOf(glyph)));
      return fresh.length ? [{ ...where, glyphs: fresh }] : [];
    });
  }

  async #named() {
    const name = $("profile").value.trim();
    const before = JSON.stringify(this.fields());
    this.name = name;
    if (name && !this.#known.has(name) && (await reach(`${CORRECTIONS}/${encodeURIComponent(name)}`)).ok) this.#known.add(name);
    this.#tell(name && (this.#known.has(name) ? `Pages are read for ${name}.` : `Nothing is kept of ${name} yet.`));
    this.refresh();
    if (JSON.stringify(this.fields()) !== before) this.hooks.chosen();
  }

  async #keep() {
    const name = $("profile").value.trim();
    try {
      let count = 0;
      for (const { page, image, number, glyphs } of this.#fresh()) {
        const sent = glyphs.map(({ letter, box }) => ({ letter, box }));
        await post(CORRECTIONS, { profile: name, image, page: number, glyphs: JSON.stringify(sent) });
        this.#kept.set(page, new Set([...(this.#kept.get(page) ?? []), ...glyphs.map(keyOf)]));
        count += glyphs.length;
      }
      this.#known.add(name);
      this.name = name;
      this.#tell(`${count} kept. Pages are read for ${name} from now on.`);
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.hooks.fail(error);
    }
    this.refresh();
  }

  #tell(words) {
    $("taught").textContent = words;
  }
}

const keyOf = ({ letter, box }) => JSON.stringify([letter, box]);
