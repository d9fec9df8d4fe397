// Strokes in thousandths of the square's side, with undo and redo; bounded as Python bounds them.
const MOST_STROKES = 80, MOST_POINTS = 2000, REMEMBERED = 100;
const NEAR = 6;     // thousandths; points closer than this tell nothing

export class Strokes {
  #kept;            // moments of the drawing, each a list of strokes that are never changed again
  #at = 0;
  #open = null;     // the stroke under the pen

  constructor(strokes) {
    this.#kept = [strokes ?? []];
  }

  get canUndo() { return this.#at > 0; }
  get drawing() { return this.#open !== null; }
  get canRedo() { return this.#at < this.#kept.length - 1; }

  all() {
    const kept = this.#kept[this.#at];
    return this.#open ? [...kept, this.#open] : kept;
  }

  plain() {
    return this.all().map(({ width, points }) => ({ width, points: [...points] }));
  }

  // False when the drawing is full.
  begin(x, y, width) {
    if (this.#kept[this.#at].length >= MOST_STROKES || this.#count() >= MOST_POINTS) return false;
    this.#open = { width, points: [x, y] };
    return true;
  }

  // False when the point is too near to the last one, or there is no room.
  extend(x, y) {
    const points = this.#open?.points;
    if (!points || this.#count() >= MOST_POINTS) return false;
    if (Math.hypot(x - points.at(-2), y - points.at(-1)) < NEAR) return false;
    points.push(x, y);
    return true;
  }

  end() {
    if (!this.#open) return;
    const next = this.all();
    this.#open = null;
    this.#keep(next);
  }

  clear() {
    if (!this.all().length) return false;
    this.#open = null;
    this.#keep([]);
    return true;
  }

  undo() {
    this.end();
    if (!this.canUndo) return false;
    this.#at -= 1;
    return true;
  }

  redo() {
    if (!this.canRedo) return false;
    this.#at += 1;
    return true;
  }

  #keep(strokes) {
    this.#kept = [...this.#kept.slice(0, this.#at + 1), strokes].slice(-REMEMBERED);
    this.#at = this.#kept.length - 1;
  }

  #count() {
    return this.all().reduce((sum, { points }) => sum + points.length / 2, 0);
  }
}
