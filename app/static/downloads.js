// Files to take away: of this page or of all, with the corrections.

import { Problem, READ, WRITE, post } from "./api.js";
import { applied, correctedReading } from "./corrections.js";
import { $, button, make, save } from "./elements.js";
import { fileName, isWrittenHere, labelOf, offered, stem, written } from "./formats.js";
import { flatten } from "./glyphs.js";
import { exportGlyphs, labelled } from "./labelled.js";
import { zip } from "./zip.js";

export class Downloads {
  /** `desk` holds the pages; `fail` is told of a Problem. */
  constructor(desk, fail) {
    this.desk = desk;
    this.fail = fail;
    this.writes = false;
    this.offer({ formats: [], writes: false });
    $("glyphs-file").addEventListener("click", () => this.#guarded(() => this.#saveGlyphs()));
    document.addEventListener("keydown", (event) => event.key === "Escape" && this.#close());
    document.addEventListener("click", (event) => $("download").contains(event.target) || this.#close());
  }

  /** Offer the formats of the service; where it `writes`, it takes corrected readings too. */
  offer({ formats, writes }) {
    this.writes = writes;
    $("formats").replaceChildren(...offered(formats).map((format) => make("li", {}, this.#choice(format))));
  }

  /** Say what the files will hold, now that another page is shown or corrected. */
  refresh() {
    const read = this.desk.pages.filter(({ reading }) => reading);
    $("download").inert = !this.desk.shown?.reading;
    $("all-pages").hidden = read.length < 2;
    $("all-pages-words").textContent = `All ${read.length} pages`;
    const corrected = this.#pages().some(({ letters }) => letters.size);
    $("formats").querySelectorAll(".note").forEach((note) => { note.hidden = !corrected; });
    $("glyphs-file").disabled = !this.#labelled().length;
  }

  #choice(format) {
    const act = button(labelOf(format), () => this.#guarded(() => this.#saveAs(format)), { className: "entry" });
    act.dataset.format = format;
    if (!isWrittenHere(format) && !this.writes) act.append(make("span", { className: "note", hidden: true }, "without corrections"));
    return act;
  }

  #pages() {
    const all = $("all").checked && !$("all-pages").hidden;
    return all ? this.desk.pages.filter(({ reading }) => reading) : [this.desk.shown].filter((page) => page?.reading);
  }

  async #saveAs(format) {
    const pages = this.#pages();
    const name = fileName(pages.length > 1 ? "pages" : pages[0].name, format);
    if (isWrittenHere(format)) {
      save(written(pages.map(correctedPage), format), name);
      return;
    }
    const files = [];
    for (const page of pages) files.push([fileName(page.name, format), await this.#served(page, format)]);
    if (files.length === 1) save(files[0][1], name);
    else save(new Blob([await archive(files)], { type: "application/zip" }), `pages-${format}.zip`);
  }

  /** A page as the service writes it: the corrected reading or, where it takes none, the picture read once more. */
  async #served(page, format) {
    const image = [page.blob, page.name];
    const sent = this.writes ? { image, format, reading: JSON.stringify(correctedPage(page)) } : { ...page.asked, ...(page.number ? { pages: String(page.number) } : {}), image, format };
    return (await post(this.writes ? WRITE : READ, sent)).blob();
  }

  #labelled() {
    return this.#pages().flatMap((page) =>
      page.foreign ? [] : labelled(applied(flatten(page.reading), page.letters), $("all-letters").checked).map((glyph) => ({ page, glyph })));
  }

  async #saveGlyphs() {
    const found = this.#labelled();
    const pictures = new Map();
    for (const { page } of found) if (!pictures.has(page)) pictures.set(page, await createImageBitmap(page.blob));
    const parts = found.map(({ page, glyph }) => ({ picture: pictures.get(page), scale: pictures.get(page).width / page.reading.width, glyph }));
    save(new Blob([await exportGlyphs(parts)]), `${found.length > 1 ? "corrections" : stem(found[0].page.name)}.npz`);
  }

  async #guarded(work) {
    this.#close();
    try {
      await work();
    } catch (error) {
      if (!(error instanceof Problem)) throw error;
      this.fail(error);
    }
  }

  #close() {
    $("download").open = false;
  }
}

const correctedPage = ({ name, reading, letters }) => ({ ...correctedReading(reading, letters), file: name });

/** A zip archive in which pages of one name get different names. */
async function archive(files) {
  const taken = new Set();
  const entries = [];
  for (const [name, blob] of files) {
    let free = name;
    for (let number = 2; taken.has(free); number += 1) free = name.replace(/(\.|$)/, `-${number}$1`);
    taken.add(free);
    entries.push([free, new Uint8Array(await blob.arrayBuffer())]);
  }
  return zip(entries);
}
