// What is in the visitor's hand: the kept code, the one shown just now, and the way back. Everything on the page that
// moves a code does it here, and everything that shows one is told from here.
import { History } from "../parts/history.js";

export class Hand {
  // `told` is: frame(z, at) at every move; held(z, y) while the code itself moves; kept(entry, tag) when it stays.
  constructor(first, latent, told) {
    Object.assign(this, { told, history: new History(first), free: new Uint8Array(latent).fill(1) });
    this.#set(first.z, first.at);
  }

  // The first code, before anything can be undone.
  begin(entry) {
    this.history = new History({ ...entry, z: Float32Array.from(entry.z) });
    this.#set(entry.z, entry.at);
    this.told.frame(this.z, this.at);
    this.told.held(this.z, this.at, entry.y);
  }

  // The pad has become another one: the kept code has another place on it, or none.
  found(surface) {
    this.kept.at = surface.find(this.kept.z);
    this.at = surface.find(this.z);
  }

  // {z, y, at}: at is the point of the pad between corners, or null.
  get kept() { return this.history.now; }

  get y() { return this.kept.y; }

  // Under the pointer: shown, not taken.
  preview(z, at) {
    this.#set(z, at);
    this.told.frame(this.z, this.at);
  }

  // In the hand: it moves, and will be kept.
  hold(z, at) {
    this.#set(z, at);
    this.told.frame(this.z, this.at);
    this.told.held(this.z, this.at, this.y);
  }

  keep(tag = null) {
    if (same(this.z, this.kept.z)) return;
    this.#keep({ z: Float32Array.from(this.z), y: this.y, at: this.at }, tag);
  }

  restore() {
    if (!same(this.z, this.kept.z)) this.preview(this.kept.z, this.kept.at);
  }

  // Somewhere else at once.
  go(entry, tag = null) {
    if (same(entry.z, this.kept.z) && entry.y === this.y) return this.restore();
    this.#set(entry.z, entry.at);
    this.#keep({ ...entry, z: Float32Array.from(entry.z) }, tag);
    this.told.held(this.z, this.at, this.y);
  }

  undo() { this.#back(this.history.undo()); }

  redo() { this.#back(this.history.redo()); }

  lock(index, locked) { this.free[index] = locked ? 0 : 1; }

  #back(entry) {
    if (entry === null) return;
    this.#set(entry.z, entry.at);
    this.told.frame(this.z, this.at);
    this.told.held(this.z, this.at, entry.y);
    this.told.kept(entry, null);
  }

  #keep(entry, tag) {
    this.history.keep(entry, tag);
    this.told.frame(this.z, this.at);     // the mark of the kept code has moved
    this.told.kept(entry, tag);
  }

  #set(z, at) { [this.z, this.at] = [Float32Array.from(z), at ?? null]; }
}

const same = (a, b) => a.every((value, i) => value === b[i]);
