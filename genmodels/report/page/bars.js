// Bars beside each other: what the model draws, and a frame where real images are.
import { make, said, whole } from "./dom.js";
import { lastAt } from "./places.js";

const MOST = 30;     // names that are readable below their bars

export class Bars {
  #row = null;

  constructor({ kind, title, names, real, rows }) {
    Object.assign(this, { kind, title, names, real, rows, steps: rows.map(({ step }) => step) });
    this.bars = names.map(() => [make("i", { className: "drawn" }), make("i", { className: "real" })]);
    this.plot = make("div", { className: "bars", role: "img" }, ...names.map((name, i) => make("div", { title: name },
      make("div", { className: "shaft" }, this.bars[i][1], this.bars[i][0]), make("span", { textContent: names.length <= MOST ? name : "" }))));
    this.words = make("p", { className: "about" });
    const key = real ? make("small", { textContent: "bars: the model, frames: real images" }) : "";
    this.root = make("figure", { className: "chart" }, make("figcaption", {}, make("b", { textContent: title }), key), this.plot, this.words);
  }

  // Of a single row that was measured afterwards, that one at every moment.
  at(step) {
    const row = this.rows.length === 1 ? this.rows[0] : this.rows[lastAt(this.steps, step)] ?? null;
    if (row === this.#row && row) return;
    this.#row = row;
    const shares = row ? this.#shares(row) : this.names.map(() => 0), top = Math.max(...shares, ...(this.real ?? []), 1e-9);
    this.bars.forEach(([bar, frame], i) => {
      bar.style.height = `${100 * shares[i] / top}%`;
      frame.style.height = this.real ? `${100 * this.real[i] / top}%` : "0";
      frame.hidden = !this.real;
      bar.parentElement.parentElement.classList.toggle("missing", Boolean(row && this.real && shares[i] === 0));
    });
    this.words.textContent = row ? this.#sentence(row, shares) : "not measured yet";
    this.plot.setAttribute("aria-label", `${this.title}: ${this.words.textContent}`);
  }

  #shares({ counts, n }) {
    if (this.kind === "kl_per_dimension") return counts.map((nats) => Math.max(0, nats));
    const all = this.kind === "modes" ? n : counts.reduce((sum, count) => sum + count, 0);
    return counts.map((count) => count / Math.max(1, all));
  }

  #sentence({ step, n, seed, counts }, shares) {
    const how = `step ${whole(step)} · n = ${whole(n)} · seed ${seed}`;
    if (this.kind === "kl_per_dimension") return `${said(counts.reduce((sum, nats) => sum + nats, 0))} nats in ${counts.length} dimensions · ${how}`;
    const gone = this.names.filter((_, i) => shares[i] === 0);
    return `${gone.length ? `Missing: ${gone.slice(0, 20).join(", ")}` : "None is missing"} · ${how}`;
  }
}
