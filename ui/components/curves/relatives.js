// The runs this one came from, and those that branched off it: their rows, and how their lines are told apart.
import { Feed } from "./feed.js";

const DASHES = ["dash", "dot", "dashdot", "longdash", "longdashdot"];     // as many relatives as are shown at once

export class Relatives {
  all = []; left = 0;
  #feeds = new Map();

  constructor(url, terms) { Object.assign(this, { url, terms }); }

  // `parents` from the nearest on, and `branches`: {run, title, step}. A parent's line is drawn whole, a branch's from
  // where it began.
  of(parents, branches) {
    const known = [...parents.map((one) => ({ ...one, kind: "parent", from: -Infinity })),
      ...branches.map((one) => ({ ...one, kind: "branch", from: one.step }))];
    this.left = Math.max(0, known.length - DASHES.length);
    this.all = known.slice(0, DASHES.length).map((one, i) => ({ ...one, dash: DASHES[i], feed: this.#feed(one.run) }));
  }

  // Those whose rows are here.
  get there() { return this.all.filter(({ feed }) => !feed.gone && !feed.empty); }

  // Rows of those that still train or were not read yet; true when any came.
  async read() {
    const fresh = await Promise.all(this.all.filter(({ feed }) => feed.active).map(({ feed }) => feed.read()));
    return fresh.some(Boolean);
  }

  async refine(low, high) {
    const fresh = await Promise.all(this.there.map(({ feed }) => feed.refine(low, high)));
    return fresh.some(Boolean);
  }

  #feed(run) {
    if (!this.#feeds.has(run)) this.#feeds.set(run, new Feed(`${this.url}/${encodeURIComponent(run)}/metrics`, this.terms));
    return this.#feeds.get(run);
  }
}
