// How what the model draws is spread at the moment looked at: over classes, over the modes of a mixture; and for a model
// that encodes, how the information is over the dimensions of its code.
import { fill, make } from "../parts/dom.js";
import { Live } from "../parts/live.js";
import { rowAt, said } from "../parts/measured.js";
import { mounted } from "../parts/mounted.js";
import { Bars } from "./bars.js";

const KINDS = { classes: ofClasses, modes: ofModes, kl_per_dimension: ofDimensions };

export default mounted((component) => new Histogram(component));

class Histogram {
  constructor({ data, parentElement }) {
    this.words = data.words;
    this.figures = Object.fromEntries(Object.keys(KINDS).map((kind) => [kind, new Bars(data.words[kind])]));
    this.note = make("p", { className: "note", role: "status", textContent: data.words.waiting });
    parentElement.querySelector(".genlab-histogram").replaceChildren(
      ...Object.values(this.figures).map(({ root }) => root), this.note);
    this.live = new Live(data, () => this.#show());
  }

  update({ data }) { this.live.update(data); }

  end() { this.live.end(); }

  #show() {
    let there = false;
    for (const [kind, figure] of Object.entries(this.figures)) {
      const rows = this.live.numbers[kind] ?? [], row = rowAt(rows, this.live.moment);
      there ||= rows.length > 0;
      if (!row?.details) { figure.root.hidden = true; continue; }
      if (row === figure.row && !figure.root.hidden) continue;
      figure.row = row;
      const step = fill(this.words.step, { step: row.step.toLocaleString("en") });
      figure.show(...KINDS[kind](row, this.words), step);
    }
    const none = Object.values(this.figures).every(({ root }) => root.hidden);
    this.note.textContent = this.live.note(there) || (none ? this.words.before : "");
  }
}

const share = (counts) => {
  const all = counts.reduce((sum, n) => sum + n, 0) || 1;
  return counts.map((n) => n / all);
};

// -> names, values, what real images have, and a sentence.
export function ofClasses({ details, n, seed }, words) {
  const { classes, counts, real, missing } = details;
  const sentence = missing.length ? fill(words.missing, { names: missing.join(", ") }) : words.all;
  return [classes, share(counts), share(real), `${sentence} ${fill(words.how, { n: n.toLocaleString("en"), seed })}`];
}

export function ofModes({ details, n, seed }, words) {
  const { counts, of } = details, names = counts.map((_, i) => String(i + 1)), gone = names.filter((_, i) => counts[i] === 0);
  const sentence = gone.length ? fill(words["modes-missing"], { n: gone.length, of, names: gone.join(", ") }) : fill(words["modes-all"], { of });
  return [names, counts.map((count) => count / n), counts.map(() => 1 / of), `${sentence} ${fill(words.how, { n: n.toLocaleString("en"), seed })}`];
}

export function ofDimensions({ details, value, n, seed }, words) {
  const { nats, dead } = details, order = nats.map((_, i) => i).sort((one, other) => nats[other] - nats[one]);
  const sentence = fill(words.dead, { nats: said(value), dead, of: nats.length });
  return [order.map((i) => String(i + 1)), order.map((i) => Math.max(0, nats[i])), null,
    `${sentence} ${fill(words["how-held-out"], { n: n.toLocaleString("en"), seed })}`];
}
