// Where things lie: in a list of steps, and on an axis.

// The place in `steps` (ascending) of the last one not after `step`; -1 when all are after it.
export function lastAt(steps, step) {
  let low = 0, high = steps.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if (steps[middle] <= step) low = middle + 1;
    else high = middle;
  }
  return low - 1;
}

export function nearest(steps, step) {
  const at = Math.max(0, lastAt(steps, step));
  return at + 1 < steps.length && steps[at + 1] - step < step - steps[at] ? at + 1 : at;
}

// An axis from `low` to `high` in `from` to `to` pixels.
export class Axis {
  constructor([low, high], [from, to], log = false) {
    if (!log && high - low < 1e-12) [low, high] = [low - 0.5, high + 0.5];
    if (log && high / low < 1 + 1e-9) [low, high] = [low / 2, high * 2];
    Object.assign(this, { low, high, from, to, log });
  }

  place(value) {
    const way = this.log ? Math.log : Number, share = (way(Math.max(value, this.log ? this.low : value)) - way(this.low)) / (way(this.high) - way(this.low));
    return this.from + share * (this.to - this.from);
  }

  value(place) { return this.low + (place - this.from) / (this.to - this.from) * (this.high - this.low); }

  // Round numbers, about `n` of them.
  ticks(n) {
    const decades = this.log ? Math.log10(this.high / this.low) : 0;
    if (decades >= 1) return this.#powers(decades, n);
    const rough = (this.high - this.low) / n, power = 10 ** Math.floor(Math.log10(rough));
    const step = [1, 2, 5, 10].map((times) => times * power).find((one) => one >= rough);
    const found = [];
    for (let i = Math.ceil(this.low / step - 1e-9); i * step <= this.high * (1 + 1e-12) + 1e-12 * step; i++) found.push(Number((i * step).toPrecision(12)));
    return found;
  }

  #powers(decades, n) {
    const every = Math.ceil(decades / n), times = decades < 2 ? [1, 2, 5] : [1], found = [];
    for (let power = Math.floor(Math.log10(this.low)); power <= Math.log10(this.high); power += every) {
      found.push(...times.map((one) => Number((one * 10 ** power).toPrecision(6))).filter((tick) => tick >= this.low && tick <= this.high));
    }
    return found;
  }
}

// The mean of what came last, without the pull towards the beginning; gaps stay gaps.
export function smoothed(values, keep) {
  let mean = 0, mass = 0;
  return values.map((value) => {
    if (value === null) return null;
    mean = keep * mean + (1 - keep) * value;
    mass = keep * mass + 1 - keep;
    return mean / mass;
  });
}
