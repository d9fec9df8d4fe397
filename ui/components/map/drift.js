// The same points at the kept moments of the training; between two of them they move straight, slow at both ends.
import { fetchPacked } from "../engine/packed.js";

const SHORT = 500, LONG = 1800;     // ms from one moment to the next
const FAR = 0.6;                    // a mean way of so many standard deviations of the explored map takes the longest

export class Drift {
  frames = []; facts = []; #over = false; #paces = [];

  // `explored`: the step of the weights that are explored; a run that trains may have gone on since.
  constructor(moments, explored) {
    this.moments = moments;
    this.home = Math.max(0, moments.findIndex(({ step }) => step === explored));
  }

  get last() { return this.moments.length - 1; }
  get complete() { return this.moments.every((_, i) => this.frames[i]); }

  async load(i) {
    if (this.frames[i]) return;
    const { header, arrays } = await fetchPacked(this.moments[i].points);
    [this.frames[i], this.facts[i]] = [arrays.points, header];
  }

  // One after the other, from the first; `each` hears after every one.
  async loadAll(each) {
    for (let i = 0; i <= this.last && !this.#over; i++) {
      await this.load(i);
      if (!this.#over) each(i);
    }
  }

  // How long the way from moment i to the next takes, in ms: little where little moves.
  pace(i) {
    const from = this.frames[i], to = this.frames[i + 1];
    this.#paces[i] ??= SHORT + (LONG - SHORT) * Math.min(1, moved(from, to) / (FAR * spread(this.frames[this.home])));
    return this.#paces[i];
  }

  // Where the points are at time t, counted in moments; of those not yet read, where they were last known to be.
  at(t, out) {
    const i = Math.min(Math.floor(t), this.last), from = this.frames[i] ?? this.frames[this.home];
    between(from, this.frames[i + 1] ?? from, eased(t - i), out);
  }

  end() { this.#over = true; }
}

export const eased = (share) => share * share * (3 - 2 * share);

export function between(from, to, share, out) {
  for (let i = 0; i < out.length; i++) out[i] = from[i] + share * (to[i] - from[i]);
}

// Mean way of a point.
export function moved(from, to) {
  let sum = 0;
  for (let i = 0; i < from.length; i += 2) sum += Math.hypot(to[i] - from[i], to[i + 1] - from[i + 1]);
  return sum / Math.max(1, from.length / 2);
}

// Standard deviation around the middle of all points.
function spread(points) {
  let x = 0, y = 0, squares = 0;
  for (let i = 0; i < points.length; i += 2) { x += points[i]; y += points[i + 1]; }
  const n = points.length / 2;
  for (let i = 0; i < points.length; i += 2) squares += (points[i] - x / n) ** 2 + (points[i + 1] - y / n) ** 2;
  return Math.max(1e-9, Math.sqrt(squares / n));
}
