// A stack of filled forms: what was read, what somebody has to look at, and what they say.

/** Every field that wants a look, the least sure first; `pages` are answers of the service. */
export function doubtful(pages) {
  const all = pages.flatMap((page, at) => page.fields.map((field, number) => ({ at, number, field })));
  return all.filter(({ field }) => field.needs_review && !field.reviewed).sort((one, other) => one.field.confidence - other.field.confidence);
}

/** What somebody says stands in a field: the answer is theirs from now on; what was `read` is kept beside it. */
export function settled(field, value) {
  const corrected = field.corrected || value !== field.value;
  return { ...field, value, read: field.read ?? field.value, reviewed: true, corrected };
}

export class Queue {
  /** The field that is looked at: its page's number, its own number there, and the field itself; null for none. */
  now = null;
  pages = [];
  #passed = [];

  /** Take one more page; it comes up as soon as nothing else does. */
  add(page) {
    this.pages.push(page);
    if (!this.now) this.#next();
  }

  get left() { return this.#open().length; }

  get skipped() { return this.#passed.filter((one) => one.skipped).length; }

  get canGoBack() { return this.#passed.length > 0; }

  settle(value) {
    const { at, number, field } = this.now;
    this.#passed.push({ at, number, before: field });
    this.pages[at].fields[number] = settled(field, value);
    this.#next();
  }

  skip() {
    const { at, number, field } = this.now;
    this.#passed.push({ at, number, before: field, skipped: true });
    this.#next();
  }

  /** Look at the field before once more, as it was then. */
  back() {
    const { at, number, before } = this.#passed.pop();
    this.pages[at].fields[number] = before;
    this.now = { at, number, field: before };
  }

  #open() {
    const skipped = new Set(this.#passed.filter((one) => one.skipped).map(({ at, number }) => `${at} ${number}`));
    return doubtful(this.pages).filter(({ at, number }) => !skipped.has(`${at} ${number}`));
  }

  #next() {
    [this.now = null] = this.#open();
  }
}
