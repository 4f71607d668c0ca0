// Undo and redo: every state is kept whole, since a template is small.

const MOST = 200;

export class History {
  #past = [];
  #future = [];
  #now;

  constructor(state) {
    this.start(state);
  }

  /** Begin anew; there is nothing to go back to. */
  start(state) {
    this.#past = [];
    this.#future = [];
    this.#now = JSON.stringify(state);
  }

  /** Keep a state that somebody made; the same one again is no step. */
  add(state) {
    const next = JSON.stringify(state);
    if (next === this.#now) return;
    this.#past = [...this.#past, this.#now].slice(-MOST);
    this.#future = [];
    this.#now = next;
  }

  get canUndo() { return this.#past.length > 0; }

  get canRedo() { return this.#future.length > 0; }

  /** The state before, or the present one where there is none. */
  undo() {
    if (this.canUndo) {
      this.#future.push(this.#now);
      this.#now = this.#past.pop();
    }
    return JSON.parse(this.#now);
  }

  redo() {
    if (this.canRedo) {
      this.#past.push(this.#now);
      this.#now = this.#future.pop();
    }
    return JSON.parse(this.#now);
  }
}
