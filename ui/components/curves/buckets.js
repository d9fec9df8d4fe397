// The rows of a run in at most LIMIT buckets, however long it trains. A bucket holds so many neighbouring rows; when there
// are too many buckets, each joins its neighbour. What was smallest and largest stays, with its step, so no spike is lost;
// and buckets begin at multiples of their size, so that it makes no difference in which portions the rows came.
export const LIMIT = 1024;     // as in genmodels/runs/columns.py
const PLACES = 5, FACTS = 6;   // columns of a bucket in a message: its own, and those of each term

export class Buckets {
  size = 1; rows = 0; list = [];

  constructor(limit = LIMIT) { this.limit = limit; }

  get first() { return this.list[0]; }
  get last() { return this.list.at(-1); }

  // Rows as the server tells them: `size` 1 means one by one, else in buckets of that size from the first row on.
  take({ first, size, terms }, table) {
    if (first === 0) Object.assign(this, { size, rows: 0, list: [] });
    const width = size === 1 ? 2 + terms.length : PLACES + FACTS * terms.length, read = size === 1 ? one : many;
    for (let at = 0; at + width <= table.length; at += width) {
      const bucket = read(terms, table.subarray(at, at + width));
      if (!this.last || bucket.first > this.last.last) this.add(bucket);     // a range may overlap what follows it
    }
  }

  add(bucket) {
    this.rows += bucket.rows;
    if (this.last && this.last.rows < this.size) this.list[this.list.length - 1] = joined(this.last, bucket);
    else this.list.push(bucket);
    while (this.list.length > this.limit) this.#halve();
  }

  // Those that lie between two steps, and one more on either side for the lines that lead there.
  between(low, high) {
    const from = this.list.findIndex(({ last }) => last >= low), to = this.list.findLastIndex(({ first }) => first <= high);
    return from < 0 || to < 0 ? [] : this.list.slice(Math.max(0, Math.min(from, to) - 1), Math.max(from, to) + 2);
  }

  #halve() {
    this.size *= 2;
    const halved = [];
    for (let i = 0; i < this.list.length; i += 2) {
      halved.push(i + 1 < this.list.length ? joined(this.list[i], this.list[i + 1]) : this.list[i]);
    }
    this.list = halved;
  }
}

export function one(terms, [step, time, ...values]) {
  const facts = values.map((value) => (Number.isFinite(value)
    ? { least: value, most: value, leastAt: step, mostAt: step, sum: value, finite: 1 } : null));
  return { rows: 1, first: step, last: step, began: time, ended: time, terms: named(terms, facts) };
}

function many(terms, [rows, first, last, began, ended, ...rest]) {
  const facts = terms.map((_, i) => {
    const [least, most, leastAt, mostAt, sum, finite] = rest.slice(FACTS * i, FACTS * (i + 1));
    return finite ? { least, most, leastAt, mostAt, sum, finite } : null;
  });
  return { rows, first, last, began, ended, terms: named(terms, facts) };
}

function joined(a, b) {
  const names = new Set([...Object.keys(a.terms), ...Object.keys(b.terms)]);
  const terms = [...names].map((name) => [name, both(a.terms[name], b.terms[name])]);
  return { rows: a.rows + b.rows, first: a.first, last: b.last, began: a.began, ended: b.ended, terms: Object.fromEntries(terms) };
}

function both(a, b) {
  if (!a || !b) return a ?? b;
  const low = b.least < a.least ? b : a, high = b.most > a.most ? b : a;
  return { least: low.least, leastAt: low.leastAt, most: high.most, mostAt: high.mostAt, sum: a.sum + b.sum,
    finite: a.finite + b.finite };
}

// A term without a finite value is left out.
function named(terms, facts) {
  return Object.fromEntries(terms.map((term, i) => [term, facts[i]]).filter(([, fact]) => fact));
}
