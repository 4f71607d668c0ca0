// Filled forms: a stack is read, its doubtful fields come up, the least sure first, and the values are saved.

import { $, button, make, save } from "../elements.js";
import { showCrop } from "./crop.js";
import { Queue } from "./queue.js";
import { sureness } from "./reasons.js";
import { readStack } from "./stack.js";
import { csv, jsonLines } from "./tables.js";
import { vouched } from "./vouched.js";

export class Review {
  #queue = new Queue();
  #files = [];
  #saved = true;
  #reading = Promise.resolve();
  #underway = new AbortController();

  /**
   * @param hooks `template()` to read by; `options()` of the request; `name()` of the form; `changed()` where somebody
   *   has looked at a field; `fail(error)` where nothing can be read.
   */
  constructor(hooks) {
    this.hooks = hooks;
    $("review-form").addEventListener("submit", (event) => { event.preventDefault(); this.#settle($("review-value").value); });
    $("review-back").addEventListener("click", () => this.#back());
    $("review-skip").addEventListener("click", () => this.#skip());
    $("review-value").addEventListener("keydown", (event) => this.#key(event));
    $("review-save").addEventListener("click", () => this.#save(csv, "text/csv", "csv"));
    $("review-lines").addEventListener("click", () => this.#save(jsonLines, "application/x-ndjson", "jsonl"));
  }

  /** Whether somebody has looked at fields and has not saved what they said. */
  get unsaved() { return !this.#saved; }

  /** The letters of every page that somebody has vouched for. */
  vouched() {
    return this.#queue.pages.map((page, at) => {
      const file = this.#files[at];
      return { page, image: [file, file.name], number: page.page, glyphs: page.fields.flatMap(vouched) };
    });
  }

  /** Read files, behind those that are being read; the queue can be walked meanwhile. */
  open(files) {
    const [template, { signal }] = [this.hooks.template(), this.#underway];
    this.#reading = this.#reading.then(() => signal.aborted || this.#read(files, template, signal));
  }

  /** Forget all that was read, and stop reading. */
  clear() {
    this.#underway.abort();
    [this.#queue, this.#files, this.#saved, this.#underway] = [new Queue(), [], true, new AbortController()];
    $("review-failed").replaceChildren();
    $("review").hidden = $("review-progress").hidden = true;
  }

  async #read(files, template, signal) {
    Object.assign($("review-progress"), { hidden: false, max: files.length, value: 0 });
    $("review").hidden = false;
    this.#tell();
    let begun = 0;
    try {
      for await (const { at, reading } of readStack(files, template, { ...this.hooks.options(), signal })) {
        if (signal.aborted) return;
        this.#take(files[at], reading);
        begun = Math.max(begun, at + 1);
        // Nobody knows how many pages follow in this file.
        $("review-progress").value = at + 1 - 1 / ((reading.page ?? 1) + 1);
      }
    } catch (error) {
      if (signal.aborted) return;
      this.#leave(files.slice(begun));
      this.hooks.fail(error);
    }
    $("review-progress").hidden = true;
    this.#tell();
  }

  /** Offer to read what nothing was answered of, once what was in the way is gone. */
  #leave(files) {
    if (!files.length) return;
    const again = button("Read on", () => { left.remove(); this.open(files); }, { className: "button small" });
    const left = make("li", {}, `${files.length === 1 ? files[0].name : `${files.length} files`} not read yet. `, again);
    $("review-failed").append(left);
  }

  #take(file, { problem, ...page }) {
    if (problem) {
      $("review-failed").append(make("li", {}, `${placeOf({ file: file.name, page: page.page })}: ${problem.title}.`));
      return;
    }
    const idle = !this.#queue.now;
    this.#files.push(file);
    this.#queue.add(page);
    if (idle && this.#queue.now) this.#show();
    else this.#tell();
  }

  #settle(value) {
    if (!this.#queue.now) return;
    this.#queue.settle(value.trim());
    this.#saved = false;
    this.#show();
    this.hooks.changed();
  }

  #skip() {
    this.#queue.skip();
    this.#show();
  }

  #back() {
    if (!this.#queue.canGoBack) return;
    this.#queue.back();
    this.#show();
    this.hooks.changed();
  }

  #key(event) {
    if (event.altKey && event.key >= "1" && event.key <= "9") {
      const other = this.#queue.now?.field.alternatives[Number(event.key) - 1];
      if (other) this.#settle(other.value);
    } else if (event.key === "ArrowDown") this.#skip();
    else if (event.key === "ArrowUp") this.#back();
    else return;
    event.preventDefault();
  }

  #tell() {
    const { left, skipped, pages, canGoBack } = this.#queue;
    const reading = !$("review-progress").hidden;
    const nothing = reading ? "Reading" : "Nothing else to look at";
    const words = [left ? `${left} to look at` : nothing, skipped && `${skipped} skipped`, `${pages.length} ${pages.length === 1 ? "page" : "pages"} read`];
    $("review-left").textContent = `${words.filter(Boolean).join(", ")}.`;
    $("review-save").disabled = $("review-lines").disabled = !pages.length;
    $("review-back").disabled = !canGoBack;
  }

  #show() {
    this.#tell();
    const { now } = this.#queue;
    $("review-form").hidden = !now;
    if (!now) return;
    const { at, field } = now;
    const page = this.#queue.pages[at];
    $("review-where").textContent = `${field.name} of ${placeOf(page)}`;
    $("review-why").textContent = sureness(field);
    $("review-others").replaceChildren(...field.alternatives.slice(0, 9).map(({ value }, number) =>
      button(`${number + 1}  ${value || "empty"}`, () => this.#settle(value), { className: "button small", title: `Alt+${number + 1}` })));
    $("review-value").value = field.value;
    // Who draws or names a field meanwhile is not called away.
    if (document.activeElement === document.body || document.activeElement.closest(".stack")) {
      $("review-value").focus();
      $("review-value").select();
    }
    showCrop($("review-crop"), [this.#files[at], page, field.box], () => this.#queue.now === now);
  }

  #save(write, type, ending) {
    save(new Blob([write(this.#queue.pages)], { type }), `${this.hooks.name() || "form"}.${ending}`);
    this.#saved = true;
  }
}

const placeOf = ({ file, page }) => `${file}${page > 1 ? `, page ${page}` : ""}`;
