// All pictures of one kind that a run drew: fetched ahead, many in one answer, and kept decoded around the moment looked
// at, so that moving asks nobody. Their number is bounded by the run, their bytes are compressed, and what is decoded
// stays within a budget; what does not fit is decoded when the moment comes near.
import { unpack } from "../engine/packed.js";

const BUDGET = 64e6;     // bytes of decoded pictures
const LATER = 3000;      // ms until a server that did not answer is asked again
const shelves = new Map();

// `address` is that of the route, without the steps.
export function framesOf(address) {
  if (!shelves.has(address)) shelves.set(address, new Frames(address, () => shelves.delete(address)));
  return shelves.get(address);
}

export class Frames {
  steps = [];
  #files = new Map(); #pictures = new Map(); #broken = new Set(); #listeners = new Set();
  #focus = 0; #most = Infinity; #fetching = false; #decoding = false; #over = false;

  constructor(address, onEnd) { Object.assign(this, { address, onEnd }); }

  get read() { return this.#files.size; }
  get broken() { return this.#broken.size; }
  get complete() { return this.read + this.broken >= this.steps.length; }

  // Which steps have a picture now. Those of a run that was taken back are forgotten, for it may draw others.
  update(steps) {
    const last = steps.at(-1) ?? -1;
    for (const kept of [this.#files, this.#broken]) for (const step of [...kept.keys()]) if (step > last) this.#drop(step);
    this.steps = steps;
    this.#fetch();
  }

  // The decoded picture of a step, or null until it is there; those nearest to it are decoded next.
  get(step) {
    this.#focus = step;
    const picture = this.#pictures.get(step) ?? null;
    if (!picture || this.#pictures.size < this.steps.length) this.#decode();
    return picture;
  }

  isBroken(step) { return this.#broken.has(step); }

  // For a look that keeps its own pixels.
  async look(step, use) {
    const kept = this.#pictures.get(step), picture = kept ?? await createImageBitmap(this.#files.get(step));
    use(picture);
    if (!kept) picture.close();
  }

  has(step) { return this.#files.has(step); }

  listen(listener) {
    this.#listeners.add(listener);
    return () => {
      this.#listeners.delete(listener);
      if (!this.#listeners.size) this.#end();
    };
  }

  #tell() { for (const listener of this.#listeners) listener(this); }

  // The newest first, for it is looked at; then all others in order.
  async #fetch() {
    if (this.#fetching || this.#over) return;
    this.#fetching = true;
    for (let span = this.#wanted(); span && !this.#over; span = this.#wanted()) {
      const came = await this.#ask(span);
      if (came === null) {
        setTimeout(() => this.#fetch(), LATER);
        break;
      }
      for (const step of this.steps) {     // said to be there, and not there
        const passed = step >= span[0] && step <= (came.at(-1) ?? span[1]);
        if (passed && !this.#files.has(step)) this.#broken.add(step);
      }
      this.#tell();
      this.#decode();
    }
    this.#fetching = false;
  }

  #wanted() {
    const missing = this.steps.filter((step) => !this.#files.has(step) && !this.#broken.has(step));
    if (!missing.length) return null;
    return this.read ? [missing[0], missing.at(-1)] : [missing.at(-1), missing.at(-1)];
  }

  async #ask([from, to]) {
    try {
      const answer = await fetch(`${this.address}?from=${from}&to=${to}`);
      if (!answer.ok) return null;
      const { header, arrays } = unpack(await answer.arrayBuffer());
      header.steps.forEach((step, i) => {
        const bytes = arrays.pictures.subarray(header.ends[i - 1] ?? 0, header.ends[i]);
        this.#files.set(step, new Blob([bytes], { type: "image/png" }));
      });
      return header.steps;
    } catch {
      return null;     // asked again: a server that restarts, a network that sleeps
    }
  }

  async #decode() {
    if (this.#decoding || this.#over) return;
    this.#decoding = true;
    for (let step = this.#next(); step !== null && !this.#over; step = this.#next()) {
      try {
        this.#keep(step, await createImageBitmap(this.#files.get(step)));
      } catch {
        this.#files.delete(step);
        this.#broken.add(step);
      }
      this.#tell();
    }
    this.#decoding = false;
  }

  #next() {
    return nearest(this.steps, this.#focus, this.#most).find((step) => this.#files.has(step) && !this.#pictures.has(step)) ?? null;
  }

  #keep(step, picture) {
    if (this.#over) return picture.close();
    this.#pictures.set(step, picture);
    this.#most = Math.max(3, Math.floor(BUDGET / (4 * picture.width * picture.height)));
    if (this.#pictures.size <= this.#most) return;
    const stay = new Set(nearest(this.steps, this.#focus, this.#most));
    for (const step of [...this.#pictures.keys()]) if (!stay.has(step)) this.#close(step);
  }

  #close(step) {
    this.#pictures.get(step)?.close();
    this.#pictures.delete(step);
  }

  #drop(step) {
    this.#files.delete(step);
    this.#broken.delete(step);
    this.#close(step);
  }

  #end() {
    this.#over = true;
    for (const step of [...this.#pictures.keys()]) this.#close(step);
    this.onEnd();
  }
}

// The `most` steps around one, the nearest in their order first.
export function nearest(steps, focus, most) {
  let right = steps.findIndex((step) => step >= focus);
  if (right < 0) right = steps.length;
  let left = right - 1;
  const found = [];
  while (found.length < Math.min(most, steps.length)) {
    const takeRight = left < 0 || (right < steps.length && steps[right] - focus <= focus - steps[left]);
    found.push(steps[takeRight ? right++ : left--]);
  }
  return found;
}
