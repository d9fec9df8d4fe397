// One number through the training: its line, the band of its 95 % interval, the floor of real against real.
const HEIGHT = 132, WIDE = 20;     // px; a range of so many times is drawn logarithmically
const BRAND = "http://www.w3.org/2000/svg";

export class Plot {
  constructor() {
    this.root = document.createElementNS(BRAND, "svg");
    this.root.setAttribute("role", "img");
    this.root.setAttribute("viewBox", `0 0 100 ${HEIGHT}`);
    this.root.setAttribute("preserveAspectRatio", "none");
    this.parts = Object.fromEntries(["band", "floor", "line", "dot", "now"].map((name) => [name, this.#part(name)]));
  }

  // -> the values at top and bottom, and whether it is drawn logarithmically.
  draw(rows, end) {
    const scale = new Scale(rows), x = (step) => (100 * step / Math.max(1, end)).toFixed(3), y = (value) => (HEIGHT * (1 - scale.place(value))).toFixed(2);
    const path = (values, between = "L") => values.map(([step, value]) => `${x(step)},${y(value)}`).join(between);
    const upper = rows.map((row) => [row.step, row.high ?? row.value]), lower = rows.map((row) => [row.step, row.low ?? row.value]).reverse();
    this.end = end;
    this.parts.band.setAttribute("d", rows.length > 1 ? `M${path([...upper, ...lower])}Z` : "");
    this.parts.line.setAttribute("d", `M${path(rows.map((row) => [row.step, row.value]))}`);
    const floors = rows.filter(({ floor }) => Number.isFinite(floor)).map(({ step, floor }) => [step, floor]);
    this.parts.floor.setAttribute("d", floors.length ? `M0,${y(floors[0][1])}L${path(floors)}L100,${y(floors.at(-1)[1])}` : "");
    this.parts.dot.setAttribute("d", rows.length === 1 ? `M${path([[rows[0].step, rows[0].value]])}h0.01` : "");
    return scale;
  }

  mark(step) { this.parts.now.setAttribute("d", step === null ? "" : `M${100 * Math.min(step, this.end) / Math.max(1, this.end)},0V${HEIGHT}`); }

  #part(name) {
    const part = document.createElementNS(BRAND, "path");
    part.setAttribute("class", name);
    part.setAttribute("vector-effect", "non-scaling-stroke");
    this.root.append(part);
    return part;
  }
}

// What is shown from bottom (0) to top (1): all values, their intervals and the floor, logarithmic where they span far.
export class Scale {
  constructor(rows) {
    const values = rows.map(({ value }) => value), far = Math.max(...values) > WIDE * Math.min(...values);
    const all = rows.flatMap(({ value, low, high, floor }) => [value, low, high, floor]).filter(Number.isFinite);
    this.log = far && Math.min(...values) > 0;
    const floors = rows.map(({ floor }) => floor).filter((floor) => floor > 0);     // an end of an interval may be cut
    const shown = this.log ? [...values, ...floors] : all;
    [this.bottom, this.top] = [Math.min(...shown), Math.max(...shown)];
    if (this.top - this.bottom < 1e-12) [this.bottom, this.top] = [this.bottom - 0.5, this.top + 0.5];
  }

  place(value) {
    const way = this.log ? (number) => Math.log(Math.max(number, this.bottom)) : (number) => number;
    return Math.max(0, Math.min(1, (way(value) - way(this.bottom)) / (way(this.top) - way(this.bottom))));
  }
}
