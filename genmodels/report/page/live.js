// Numbers taken while the run trained: each as its course with interval and floor, and what it was at the moment.
import { Chart } from "./chart.js";
import { make, said, whole } from "./dom.js";
import { lastAt } from "./places.js";

export class Live {
  constructor({ title, unit, judge, rows }, data, go) {
    this.rows = rows;
    this.steps = rows.map(({ step }) => step);
    this.chart = new Chart({
      title, lines: [{ title, colour: 1, shown: true, steps: this.steps, values: rows.map(({ value }) => value) }],
      band: rows.filter(({ low, high }) => low !== null && high !== null).map(({ step, low, high }) => [step, low, high]),
      floor: rows.filter(({ floor }) => floor !== null).map(({ step, floor }) => [step, floor]),
    }, { end: data.end, marks: data.marks, height: 130, legend: false, go });
    this.value = make("b", { className: "value" });
    this.about = make("p", { className: "about" });
    const digest = judge.replace(/([0-9a-f]{8})[0-9a-f]{24,}/, "$1");
    this.judge = judge ? `judge ${digest}` : "";
    this.chart.root.querySelector("figcaption").after(make("p", {}, this.value, " ", make("small", { textContent: unit })), this.about);
    this.root = this.chart.root;
  }

  at(step) {
    this.chart.at(step);
    const row = this.rows[lastAt(this.steps, step)];
    this.value.textContent = said(row?.value);
    this.about.textContent = row ? this.#conditions(row) : "not measured yet";
  }

  #conditions({ step, low, high, floor, n, seed }) {
    return [low === null || high === null ? "" : `95 %: ${said(low)} to ${said(high)}`, floor === null ? "" : `real images: ${said(floor)}`,
      `step ${whole(step)}`, n === null ? "" : `n = ${whole(n)}`, seed === null ? "" : `seed ${seed}`, this.judge].filter(Boolean).join(" · ");
  }
}
