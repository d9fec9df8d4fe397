// A loss of one run over its training, from the rows of its curves.
import { Feed } from "../curves/feed.js";
import { traces } from "../curves/traces.js";
import { axis } from "./axis.js";

export class Course {
  constructor(base, run, term) {
    Object.assign(this, { run, term });
    this.feed = new Feed(`${base}/${encodeURIComponent(run.run)}/metrics`, [term]);
  }

  get active() { return this.feed.active; }
  get empty() { return this.feed.empty || !(this.term in this.feed.latest); }

  read() { return this.feed.read(); }

  refine(by, [low, high]) {
    const { step } = axis(by, this.run, this.feed);
    return this.feed.refine(step(low), step(high));
  }

  // Its lines; `view` is what is seen of the axis, null for all.
  lines({ by, view, weight, look }) {
    const { at, step } = axis(by, this.run, this.feed), { letter, title, place } = this.run;
    const curve = { term: this.term, title: `${letter} · ${title}`, colour: place };
    return traces(curve, { feed: this.feed, relatives: [], at: () => at, view: view ? view.map(step) : [-Infinity, Infinity], weight,
      look, visible: true });
  }
}
