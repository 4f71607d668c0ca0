// Reads a stack of filled forms and walks over the doubtful fields, the least sure first.

import { $, button, save } from "../elements.js";
import { doubtful, settled, table } from "./queue.js";
import { readAll } from "./service.js";

const AROUND = .35;

export class Review {
  #pages = [];
  #files = [];
  #now = null;
  #passed = [];

  /** @param hooks `template()` to read by; `fail(problem)` where a page cannot be read; `name()` of the form. */
  constructor(hooks) {
    this.hooks = hooks;
    $("review-form").addEventListener("submit", (event) => { event.preventDefault(); this.#settle($("review-value").value); });
    $("review-back").addEventListener("click", () => this.#back());
    $("review-skip").addEventListener("click", () => this.#skip());
    $("review-value").addEventListener("keydown", (event) => this.#key(event));
    $("review-save").addEventListener("click", () => {
      save(new Blob([table(this.#pages)], { type: "text/csv" }), `${this.hooks.name() || "form"}.csv`);
    });
  }

  /** Read files one after the other; the queue can be walked meanwhile. */
  async open(files) {
    Object.assign($("review-progress"), { hidden: false, max: files.length, value: 0 });
    $("review").hidden = false;
    const template = this.hooks.template();
    for (const file of files) {
      try {
        const read = await readAll(template, file, file.name);
        this.#pages.push(...read);
        this.#files.push(...read.map(() => file));
      } catch (error) {
        this.hooks.fail(error, file.name);
      }
      $("review-progress").value += 1;
      if (this.#now) this.#tell();
      else this.#next();
    }
    $("review-progress").hidden = true;
    this.#tell();
  }

  #queue() {
    return doubtful(this.#pages).filter(({ at, number }) => !this.#passed.some((one) => one.at === at && one.number === number && one.skipped));
  }

  #next() {
    [this.#now = null] = this.#queue();
    this.#show();
  }

  #settle(value) {
    if (!this.#now) return;
    const { at, number } = this.#now;
    const { fields } = this.#pages[at];
    this.#passed.push({ at, number, before: fields[number] });
    fields[number] = settled(fields[number], value.trim());
    this.#next();
  }

  #skip() {
    if (!this.#now) return;
    const { at, number } = this.#now;
    this.#passed.push({ at, number, before: this.#pages[at].fields[number], skipped: true });
    this.#next();
  }

  #back() {
    const last = this.#passed.pop();
    if (!last) return;
    this.#pages[last.at].fields[last.number] = last.before;
    this.#now = { at: last.at, number: last.number, field: last.before };
    this.#show();
  }

  #key(event) {
    if (event.altKey && event.key >= "1" && event.key <= "9") {
      const other = this.#now?.field.alternatives[Number(event.key) - 1];
      if (other) this.#settle(other.value);
    } else if (event.key === "ArrowDown") this.#skip();
    else if (event.key === "ArrowUp") this.#back();
    else return;
    event.preventDefault();
  }

  #tell() {
    const left = this.#queue().length;
    const count = this.#pages.length;
    const skipped = this.#passed.filter((one) => one.skipped).length;
    const words = [left ? `${left} to look at` : "Nothing else to look at", skipped && `${skipped} skipped`, `${count} ${count === 1 ? "page" : "pages"} read`];
    $("review-left").textContent = `${words.filter(Boolean).join(", ")}.`;
    $("review-save").disabled = !count;
    $("review-back").disabled = !this.#passed.length;
  }

  #show() {
    this.#tell();
    $("review-form").hidden = !this.#now;
    if (!this.#now) return;
    const { at, field } = this.#now;
    const page = this.#pages[at];
    $("review-where").textContent = `${field.name} of ${page.file}${page.page > 1 ? `, page ${page.page}` : ""}`;
    $("review-why").textContent = `${Math.round(100 * field.confidence)} % sure: ${field.reasons.join(", ").replaceAll("-", " ")}`;
    $("review-others").replaceChildren(...field.alternatives.slice(0, 9).map(({ value }, number) =>
      button(`${number + 1}  ${value || "empty"}`, () => this.#settle(value), { className: "button small", title: `Alt+${number + 1}` })));
    $("review-value").value = field.value;
    $("review-value").focus();
    $("review-value").select();
    this.#cut(this.#files[at], page, field.box);
  }

  /** Show the field's part of the picture, with some of what is around it. */
  async #cut(file, page, { left, top, right, bottom }) {
    const canvas = $("review-crop");
    const now = this.#now;
    try {
      const picture = await createImageBitmap(file);
      if (this.#now !== now) return;
      const scale = picture.width / page.width;
      const [width, height] = [right - left, bottom - top];
      const [dx, dy] = [AROUND * height, AROUND * height];
      Object.assign(canvas, { width: 2 * (width + 2 * dx), height: 2 * (height + 2 * dy), hidden: false });
      canvas.getContext("2d").drawImage(picture, (left - dx) * scale, (top - dy) * scale, (width + 2 * dx) * scale,
        (height + 2 * dy) * scale, 0, 0, canvas.width, canvas.height);
    } catch {
      // A PDF or TIFF, which browsers do not show.
      canvas.hidden = true;
    }
  }
}
