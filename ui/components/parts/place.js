// Where the visitor stands in a run's latent space, shared by all components of the page: modules are loaded once, so
// every importer sees the same object. What is shown under the pointer is not a place; what was kept is.
const places = new Map();

export function place(run) {
  if (!places.has(run)) places.set(run, new Place());
  return places.get(run);
}

class Place {
  z = null;     // Float32Array (L), or null until a component has said where we are
  y = 0;        // the class a conditional model draws
  #listeners = new Set();

  // `by` is whoever moves, so that a listener can tell its own moves from those of others.
  go(z, y, by) {
    this.z = Float32Array.from(z);
    this.y = y;
    for (const listener of this.#listeners) listener(this, by);
  }

  listen(listener) {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }
}
