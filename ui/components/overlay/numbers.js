// A number of one run that was taken while it trained, with its 95 % interval and what real images reach.
import { axis } from "./axis.js";
import { said } from "../curves/traces.js";
import { LiveRows } from "../parts/live_numbers.js";

export class Numbers {
  #rows = []; #gone = false;

  constructor(base, run, metric) {
    Object.assign(this, { run, metric });
    this.told = new LiveRows(`${base}/${encodeURIComponent(run.run)}/live-numbers`);
  }

  get active() { return !this.#gone && this.told.active; }
  get empty() { return !this.#rows.length; }

  // True when something came. Throws when the server cannot be reached.
  async read() {
    try {
      if (!await this.told.read()) return false;
    } catch (error) {
      if (!error.final) throw error;
      this.#gone = true;
      return false;
    }
    this.#rows = this.told.rows.filter(({ metric, value }) => metric === this.metric && Number.isFinite(value));
    return true;
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
