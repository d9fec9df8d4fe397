// A number of one run that was taken while it trained, with its 95 % interval and what real images reach.
import { axis } from "./axis.js";
import { said } from "../curves/traces.js";

export class Numbers {
  active = true; gone = null;
  #rows = []; #cursor = 0;

  constructor(base, run, metric) {
    Object.assign(this, { run, metric });
    this.url = `${base}/${encodeURIComponent(run.run)}/live-numbers`;
  }

  get empty() { return !this.#rows.length; }

  // True when something came. Throws when the server cannot be reached.
  async read() {
    const answer = await fetch(`${this.url}?since=${this.#cursor}`);
    if (!answer.ok) {
      [this.gone, this.active] = [await answer.text(), false];
      return false;
    }
    const { cursor, rows, active } = await answer.json();
    if (cursor < this.#cursor) this.#rows = [];     // taken back to a checkpoint: told again from the start
    [this.#cursor, this.active] = [cursor, active];
    const fresh = rows.filter(({ metric, value }) => metric === this.metric && Number.isFinite(value));
    for (const row of fresh) {
      while (this.#rows.length && this.#rows.at(-1).step >= row.step) this.#rows.pop();
      this.#rows.push(row);
    }
    return fresh.length > 0;
  }

  async refine() { return false; }

  // Its line with intervals, and its floor as a thin one.
  lines({ by, look }) {
    const { letter, title, place, run } = this.run, rows = this.#rows, { at } = axis(by, this.run, this.#clock);
    const x = rows.map(({ step }) => at(step)), y = rows.map(({ value }) => value), colour = look.colours[place];
    const arm = (from, to) => rows.map((row) => (Number.isFinite(row[from]) && Number.isFinite(row[to]) ? row[to] - row[from] : 0));
    const shared = { type: "scatter", x, legendgroup: run, name: `${letter} · ${title}  ${rows.length ? said(y.at(-1)) : ""}` };
    const floor = rows.map((row) => row.floor ?? null);
    return [
      { ...shared, uid: `${run}-number`, mode: "lines+markers", y, line: { color: colour, width: 2 }, marker: { size: 6 },
        hovertemplate: "%{y:.4g}", error_y: { type: "data", symmetric: false, array: arm("value", "high"),
          arrayminus: arm("low", "value"), thickness: 1, width: 3, color: colour } },
      ...(floor.some((value) => value !== null) ? [{ ...shared, uid: `${run}-floor`, mode: "lines", y: floor, showlegend: false,
        hoverinfo: "skip", opacity: 0.6, line: { color: colour, width: 1, dash: "dot" } }] : [])];
  }

  // Each row says its own seconds.
  get #clock() {
    const seconds = new Map(this.#rows.map(({ step, time }) => [step, time]));
    return { seconds: (step) => seconds.get(step) ?? NaN, step: (x) => x };
  }
}
