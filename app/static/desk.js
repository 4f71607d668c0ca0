// The pages that were brought, and the reading of them, one in turn.

import { Problem, readPages } from "./api.js";
import { carried } from "./corrections.js";

const SEVERAL = /\.(pdf|tiff?|gif)$/i;

/**
 * A page: `name`, `blob` (what is sent), `newer` (what takes its place once that is read), `url` (what is shown), `state`
 * ("waiting", "reading", "read" or "failed"), `reading` as the service answered it, `letters` (corrections), `past` (earlier
 * corrections), `problem`, `asked` (the form fields), `wanted` (those of them that this page has anyway), `took` (milliseconds
 * from asking to the answer), `number` (where its file holds several pages).
 */
function pageOf(blob, name) {
  return { name, blob, url: URL.createObjectURL(blob), state: "waiting", reading: null, letters: new Map(), past: [] };
}

export class Desk {
  #working = false;
  #underway = new AbortController();

  /** `fields` answers the form fields to send, or null; `changed` is told of each page that is in another state. */
  constructor(fields, changed) {
    this.fields = fields;
    this.changed = changed;
    this.pages = [];
    this.shown = null;
    this.streams = false;
  }

  /** Put files on the desk ([blob, name] pairs), show the first of them and read all. */
  open(files, wanted = {}) {
    const opened = files.map(([blob, name]) => ({ ...pageOf(blob, name), wanted }));
    this.pages.push(...opened);
    this.show(opened[0]);
    return this.#work();
  }

  show(page) {
    this.shown = page;
    this.changed(page);
  }

  /** Take a page off the desk; the one that takes its place is shown. */
  remove(page) {
    const place = this.pages.indexOf(page);
    this.pages.splice(place, 1);
    URL.revokeObjectURL(page.url);
    if (page.state === "reading") this.#underway.abort();
    if (this.shown === page) this.show(this.pages[Math.min(place, this.pages.length - 1)] ?? null);
    else this.changed(page);
  }

  /** Read a page again: it has other ink, or failed. */
  readAgain(page, blob = page.blob) {
    // The service would read on what is given up: with every stroke of a quick pen, until it has no place left.
    if (blob !== page.blob && page.state === "reading") {
      page.newer = blob;
      return;
    }
    if (blob !== page.blob) {
      URL.revokeObjectURL(page.url);
      Object.assign(page, { blob, url: URL.createObjectURL(blob) });
    }
    this.#wait(page);
    return this.#work();
  }

  /** Read all pages again: something else is asked for. */
  readAllAgain() {
    this.pages.forEach((page) => this.#wait(page));
    return this.#work();
  }

  /** How far the reading is: pages done and pages in all. */
  progress() {
    const done = this.pages.filter(({ state }) => state === "read" || state === "failed").length;
    return { done, all: this.pages.length };
  }

  #wait(page) {
    if (page.state === "reading") this.#underway.abort();
    page.state = "waiting";
  }

  /** Read while a page waits: the one that is shown before all others. */
  async #work() {
    if (this.#working) return;
    this.#working = true;
    const next = () => [this.shown, ...this.pages].find((page) => page?.state === "waiting");
    try {
      for (let page = next(), fields; page && (fields = this.fields()); page = next()) await this.#read(page, fields);
    } finally {
      this.#working = false;
    }
  }

  async #read(page, fields) {
    this.#underway = new AbortController();
    const { signal } = this.#underway;
    const asked = { ...page.wanted, ...fields, ...(page.number ? { pages: String(page.number) } : this.#streamed(page)) };
    Object.assign(page, { state: "reading", problem: null, asked });
    this.changed(page);
    const start = performance.now();
    let last = null;
    try {
      for await (const reading of readPages(page.blob, page.name, asked, signal)) {
        if (signal.aborted) return;
        last = last ? this.#another(last, page) : page;
        this.#settle(last, reading, performance.now() - start);
      }
    } catch (error) {
      if (signal.aborted) return;
      if (!(error instanceof Problem)) throw error;
      this.#settle(page, { problem: error });
    } finally {
      this.#renew(page);
    }
  }

  /** Go on with the ink that has come meanwhile. */
  #renew(page) {
    const { newer } = page;
    delete page.newer;
    if (newer && this.pages.includes(page)) this.readAgain(page, newer);
  }

  /** Files that may hold many pages are answered page by page, where the service can. */
  #streamed({ name }) {
    return this.streams && SEVERAL.test(name) ? { format: "ndjson" } : {};
  }

  /** The page that follows in a file that holds several. */
  #another(last, first) {
    const page = { ...pageOf(first.blob, first.name), asked: first.asked, number: (last.number ?? 1) + 1 };
    first.number ??= 1;
    this.pages.splice(this.pages.indexOf(last) + 1, 0, page);
    return page;
  }

  #settle(page, { problem, ...reading }, took) {
    if (problem) Object.assign(page, { problem, reading: null, letters: new Map(), state: "failed" });
    else {
      const letters = page.reading ? carried(page.reading, page.letters, reading) : new Map();
      Object.assign(page, { reading, letters, past: [], state: "read", took });
    }
    this.changed(page);
  }
}
