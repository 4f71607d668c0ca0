// The page that is shown: its picture with the boxes, its text, the letter spoken of, and what is said about them.

import { READ, readPages } from "./api.js";
import { applied, correctedReading } from "./corrections.js";
import { curlLine } from "./curl.js";
import { Details } from "./details.js";
import { $ } from "./elements.js";
import { describe, flatten, lineHeights, nextUnsure, summarize } from "./glyphs.js";
import { reached } from "./offline.js";
import { Overlay } from "./overlay.js";
import { Transcript } from "./transcript.js";
import { Zoom } from "./zoom.js";

const INVITE = "What stands in the picture appears here, letter by letter.";
const WRITE = "Write: letters are read when the pen is lifted";
const NOTHING = "No letters were found. Try a sharper or closer picture.";

export class Sheet {
  /** `on` is told: corrected(), further() (no more unsure letters here), doubt(step, {page, number}). It answers: padOpen(), surface() (the pad's ink). */
  constructor(on) {
    this.on = on;
    this.page = null;
    this.onPad = false;
    this.welcome = "Photos, scans and drawings of block letters and digits";
    this.reading = null;
    this.glyphs = [];
    this.chosen = -1;
    const point = (number) => this.details.busy || this.#point(number ?? this.chosen);
    const acts = {
      hover: point,
      choose: (number) => this.#choose(number),
      correct: (number, letter) => this.#correct(number, letter),
      confirm: (number) => this.#correct(number, this.glyphs[number].letter),
      doubt: (step) => this.on.doubt(step, { page: this.page, number: this.chosen }),
    };
    this.overlay = new Overlay($("overlay"), acts);
    this.transcript = new Transcript($("transcript"), { ...acts, choose: (number) => this.overlay.select(number, true) });
    this.details = new Details($("details"), acts);
    this.zoom = new Zoom($("view"), $("sheet"));
    this.transcript.say(INVITE);
    this.#listen();
  }

  /** The text as it stands corrected. */
  get text() {
    return this.reading ? correctedReading(this.reading, this.page.letters).text : "";
  }

  /** Show a page of the desk as far as it is read, or none. */
  show(page) {
    const onPad = this.on.padOpen();
    const other = page !== this.page || (page?.reading ?? null) !== this.reading || onPad !== this.onPad;
    Object.assign(this, { page, onPad });
    if (other) this.#turnTo(page);
    if (!this.reading) this.transcript.say(page && page.state !== "failed" ? "Reading …" : INVITE);
    $("busy").hidden = page?.state !== "reading" || this.on.padOpen();
    $("stage").setAttribute("aria-busy", String(page?.state === "reading"));
    if (page?.state === "failed") this.complain(page.problem);
    else if (page) $("problem").hidden = true;
    if (page?.reading) reached(true);
  }

  /** Say how the page that is shown went, and how far the reading of all of them is. */
  tell({ done, all }) {
    const words = this.page ? [] : [this.on.padOpen() ? WRITE : this.welcome];
    if (this.reading) {
      words.push(`${summarize(this.glyphs)}. Read in ${Math.round(this.reading.milliseconds)} ms, ${Math.round(this.page.took)} with sending.`);
    }
    if (done < all) words.push(all > 1 ? `Reading page ${done + 1} of ${all} …` : "Reading …");
    // Said once only: whoever listens must not hear the same again.
    if ($("status").textContent !== words.join(" ")) $("status").textContent = words.join(" ");
  }

  /** Go to the next unsure letter, here or on another page. */
  nextUnsure() {
    const number = nextUnsure(this.glyphs, this.chosen);
    if (number >= 0) this.overlay.select(number, true);
    else this.on.further();
  }

  /** Go to a letter of the page that is shown. */
  goTo(number) {
    this.overlay.select(number, true);
  }

  complain({ title, detail, unreachable }) {
    $("problem-title").textContent = `${title}.`;
    // The rest of the detail says once more what to do.
    $("problem-detail").textContent = detail.replace(/\. .*$/s, ".");
    $("problem").hidden = false;
    $("retry").hidden = this.page?.state !== "failed";
    if (unreachable) reached(false);
  }

  /** Another page, or the same with another reading. */
  #turnTo(page) {
    const same = page && page.reading && this.shownPage === page && $("picture").getAttribute("src") === page.url;
    Object.assign(this, { reading: page?.reading ?? null, chosen: -1, shownPage: page });
    this.details.clear();
    this.overlay.clear();
    if (!this.on.padOpen() && !same) this.#showPicture(page);
    this.glyphs = [];
    if (this.reading) this.#showReading();
    for (const id of ["copy", "copy-curl"]) $(id).disabled = !this.reading;
    $("same").hidden = !this.reading;
    this.#refresh();
  }

  #showReading() {
    const { page, reading } = this;
    this.glyphs = applied(flatten(reading), page.letters);
    this.overlay.show(reading, this.glyphs);
    this.transcript.show(this.glyphs);
    if (!this.glyphs.length) this.transcript.say(NOTHING);
    $("curl").textContent = curlLine(location.origin + READ, page.name, { ...page.asked });
    if (this.on.padOpen()) this.#layOnPad(reading);
    else this.zoom.show(reading);
    if (page.foreign && page.url.startsWith("blob:")) this.#showForeign(page);
  }

  /** Where one writes, the boxes lie over the ink, as large as they are. */
  #layOnPad({ width, height }) {
    this.zoom.show(null);
    const { style } = $("sheet");
    Object.assign(style, { width: `${width}px`, height: `${height}px`, translate: "0 0" });
  }

  async #showPicture(page) {
    if (!page) return;
    const picture = $("picture");
    picture.src = page.url;
    try {
      await picture.decode();
    } catch {
      // Another page was shown meanwhile, or the browser cannot show this one.
      if (this.page === page) page.foreign = true;
    }
    if (this.page !== page) return;
    // A letter that was chosen at once is shown out of the right picture only now.
    if (this.chosen >= 0) this.#point(this.chosen);
    if (page.foreign && page.reading) await this.#showForeign(page);
    else if (!page.foreign && !page.reading) this.zoom.show({ width: picture.naturalWidth, height: picture.naturalHeight });
  }

  /** A picture that the browser cannot show (TIFF) is shown as the service drew it. */
  async #showForeign(page) {
    const pages = page.number ? { pages: String(page.number) } : {};
    const { value: { annotated } } = await readPages(page.blob, page.name, { ...page.asked, ...pages, annotate: true }).next();
    page.url = `data:${annotated.media_type};base64,${annotated.base64}`;
    if (this.page === page) $("picture").src = page.url;
  }

  #choose(number) {
    this.chosen = number;
    if (!this.on.padOpen() && number >= 0) this.zoom.reveal(this.#surroundings(this.glyphs[number]));
    this.#point(number);
  }

  /** The box of a glyph, as high as its line: a full stop needs no larger picture than a capital. */
  #surroundings({ box, lineNumber }) {
    const more = Math.max(0, lineHeights(this.glyphs)[lineNumber] - (box.bottom - box.top));
    return { ...box, top: Math.max(0, box.top - more) };
  }

  /** Show a glyph for as long as it is pointed at. */
  #point(number) {
    this.overlay.select(number);
    this.transcript.select(number);
    if (number < 0 || !this.reading) {
      this.details.clear();
      return;
    }
    const picture = this.on.padOpen() ? this.on.surface() : $("picture");
    const scale = (picture.naturalWidth ?? picture.width) / this.reading.width;
    const now = this.glyphs[number];
    this.details.show(number, flatten(this.reading)[number], now, this.#surroundings(now), picture, scale);
  }

  #correct(number, letter) {
    const { page } = this;
    page.past.push(page.letters);
    page.letters = new Map(page.letters).set(number, letter);
    this.#recount(number);
  }

  #undo() {
    if (!this.page?.past.length) return;
    this.page.letters = this.page.past.pop();
    this.#recount(this.chosen);
  }

  /** The corrections have changed: everything that shows letters follows. */
  #recount(number) {
    this.glyphs = applied(flatten(this.reading), this.page.letters);
    this.chosen = number;
    this.overlay.update(this.glyphs);
    this.transcript.show(this.glyphs);
    this.#point(number);
    if (number >= 0) $("announce").textContent = describe(this.glyphs[number]);
    this.#refresh();
    this.on.corrected();
  }

  #refresh() {
    $("undo").disabled = !this.page?.past.length;
  }

  #listen() {
    $("next-unsure").addEventListener("click", () => this.nextUnsure());
    $("least-sure").addEventListener("click", () => this.on.doubt(1, { page: this.page, number: this.chosen }));
    $("undo").addEventListener("click", () => this.#undo());
    $("closer").addEventListener("click", () => this.zoom.closer());
    $("further").addEventListener("click", () => this.zoom.further());
    $("whole").addEventListener("click", () => this.zoom.whole());
    document.addEventListener("keydown", (event) => {
      const typing = /^(INPUT|SELECT|TEXTAREA)$/.test(document.activeElement.tagName);
      if (event.key.toLowerCase() !== "z" || !(event.ctrlKey || event.metaKey) || typing) return;
      event.preventDefault();
      this.#undo();
    });
  }
}
