// What was kept, in order: undo goes back, redo forward, a new thing after an undo forgets what was undone. Bounded.
export class History {
  #past = []; #future = []; #now; #tag = null; #when = 0;

  constructor(first, most = 200) {
    this.#now = first;
    this.most = most;
  }

  get now() { return this.#now; }

  get canUndo() { return this.#past.length > 0; }

  get canRedo() { return this.#future.length > 0; }

  // Steps of one sort in quick succession (an arrow key held down, a walk that plays) are one thing to undo: those with
  // the same tag, none later than `patience` ms after the one before.
  keep(entry, tag = null, patience = 1000, when = Date.now()) {
    const same = tag !== null && tag === this.#tag && when - this.#when < patience;
    if (!same) this.#past.push(this.#now);
    if (this.#past.length > this.most) this.#past.shift();
    this.#future = [];
    [this.#now, this.#tag, this.#when] = [entry, tag, when];
  }

  undo() { return this.#step(this.#past, this.#future); }

  redo() { return this.#step(this.#future, this.#past); }

  #step(from, to) {
    if (from.length === 0) return null;
    to.push(this.#now);
    this.#now = from.pop();
    this.#tag = null;
    return this.#now;
  }
}
