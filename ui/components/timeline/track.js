// The track's arithmetic: steps lie logarithmically at first and evenly after, as the snapshots do (genmodels/panel.py),
// so that the quick beginning has room and the end does not crowd. Places are 0 to 1 along the track.
const GROWTH = 0.25, EVEN = 110;     // those of the snapshots

export class Track {
  #knee; #rate; #span;

  constructor(end) {
    this.end = Math.max(1, end);
    this.#knee = Math.max(4, this.end / EVEN / GROWTH);
    this.#rate = 1 / Math.log(1 + GROWTH);
    this.#span = this.#along(this.end);
  }

  place(step) { return this.#along(Math.max(0, Math.min(step, this.end))) / this.#span; }

  step(place) {
    const along = Math.max(0, Math.min(1, place)) * this.#span, knee = this.#along(this.#knee);
    return along <= knee ? Math.expm1(along / this.#rate) : this.#knee + (along - knee) * this.#slope;
  }

  // In snapshots: about one a unit. Beyond the knee as steep as at it.
  #along(step) {
    if (step <= this.#knee) return this.#rate * Math.log1p(step);
    return this.#rate * Math.log1p(this.#knee) + (step - this.#knee) / this.#slope;
  }

  get #slope() { return (1 + this.#knee) / this.#rate; }
}

// The place in `steps` (ascending, not empty) of the nearest one on the track.
export function nearestOn(track, steps, step) {
  let best = 0;
  for (let i = 1; i < steps.length; i++) {
    if (Math.abs(track.place(steps[i]) - track.place(step)) < Math.abs(track.place(steps[best]) - track.place(step))) best = i;
  }
  return best;
}

// The next step one way or the other, `by` of them on; null when there is none.
export function beside(steps, step, by) {
  const way = Math.sign(by), ahead = steps.filter((other) => way * (other - step) > 1e-6);
  if (way < 0) ahead.reverse();
  return ahead[Math.min(Math.abs(by), ahead.length) - 1] ?? null;
}

// Which snapshot each thumbnail shows, at most one for every `width` of the track's `whole` pixels: the nearest to the
// middle of its place, none where the training has not come yet.
export function thumbs(track, steps, whole, width) {
  const n = Math.max(1, Math.floor(whole / width)), newest = steps.at(-1);
  return Array.from({ length: n }, (_, i) => {
    const middle = track.step((i + 0.5) / n);
    if (!steps.length || track.step(i / n) > newest) return null;
    return steps[nearestOn(track, steps, Math.min(middle, newest))];
  });
}

// Marks {step, kind, ...} that would lie upon each other on `whole` pixels stand together: [{place, marks}].
export function grouped(marks, track, whole, apart) {
  const groups = [];
  for (const mark of [...marks].sort((one, other) => one.step - other.step)) {
    const place = track.place(mark.step), last = groups.at(-1);
    if (last && (place - last.place) * whole < apart) last.marks.push(mark);
    else groups.push({ place, marks: [mark] });
  }
  return groups;
}

// Between two numbers of a table over steps; flat beyond its ends, null for an empty one.
export function between(steps, values, step) {
  if (!steps.length) return null;
  const after = steps.findIndex((other) => other >= step);
  if (after <= 0) return values.at(after);
  const share = (step - steps[after - 1]) / (steps[after] - steps[after - 1]);
  return values[after - 1] + share * (values[after] - values[after - 1]);
}
