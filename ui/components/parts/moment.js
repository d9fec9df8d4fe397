// The moment of a run's training that the page looks at, shared by all its components: modules are loaded once, so every
// importer sees the same object. Nothing asks the server when the moment moves. Steps are the model's own, 0 and up.
const moments = new Map();

export function moment(run) {
  if (!moments.has(run)) moments.set(run, new Moment());
  return moments.get(run);
}

export class Moment {
  step = null;          // null until a component has said what the newest is
  newest = null;
  following = true;     // the newest; a hand on anything lets go of it
  #listeners = new Set();

  // `by` is whoever moves, so that a listener can tell its own moves from those of others.
  go(step, by) {
    this.following = false;
    this.#move(step, by);
  }

  follow(by) {
    this.following = true;
    this.#move(this.newest ?? this.step, by);
  }

  // There is more to see. A run that was taken back to a checkpoint has an older newest, and followers go back with it.
  advance(step, by) {
    this.newest = step;
    if (this.following && step !== this.step) this.#move(step, by);
  }

  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #move(step, by) {
    this.step = step;
    for (const listener of this.#listeners) listener(this, by);
  }
}

// The place in `steps` (ascending) of the last one not after `step`, 0 when all are after it, -1 when there are none.
export function lastAt(steps, step) {
  let low = 0, high = steps.length;     // steps[low - 1] <= step < steps[high]
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return Math.max(low, Math.min(1, steps.length)) - 1;
}
