// Lines over the steps as one drawing of SVG. It follows the width it is given, and says what it shows in words.
import { drawn, make, said, whole } from "./dom.js";
import { Axis, lastAt, smoothed } from "./places.js";

const LEFT = 48, RIGHT = 12, TOP = 16, BOTTOM = 22;     // px around the plot
const FAR = 100;                                        // largest over smallest value from which an axis is logarithmic
const MANY = 60, KEEP = 0.8;                            // values from which a line is smoothed over the faint measured one
const SIGNS = { alarm: "▲", change: "◆", branch: "▶", origin: "■" };

export class Chart {
  step = null; hidden = new Set();

  // lines: [{title, colour, shown, steps, values}]; band: [[step, low, high]]; floor: [[step, value]]; limit: a value.
  // `end` is the last step (else that of the lines); `go(step)` is called for a click.
  constructor({ title, lines, band = [], floor = [], limit = null }, { end = null, marks = [], height = 190, legend = true, go = null } = {}) {
    Object.assign(this, { title, lines, band, floor, limit, end, marks, height, go });
    lines.forEach((line, i) => { if (!line.shown) this.hidden.add(i); });
    this.log = this.#far();
    this.svg = drawn("svg", { role: "img", height });
    this.guide = drawn("path", { class: "guide" });
    this.tip = make("p", { className: "tip", hidden: true });
    this.plot = make("div", { className: "plot" }, this.svg, this.tip);
    this.entries = lines.map((line, i) => this.#entry(line, i));
    this.switch = make("button", { type: "button", className: "log", textContent: "log", title: "Logarithmic axis", onclick: () => this.#turn() });
    this.root = make("figure", { className: "chart" }, make("figcaption", {}, make("b", { textContent: title }), this.#positive() ? this.switch : ""),
      legend ? make("ul", { className: "legend" }, ...this.entries.map(({ item }) => item)) : "", this.plot);
    this.#hands();
    this.#say();
    new ResizeObserver(([{ contentRect }]) => this.draw(contentRect.width)).observe(this.plot);
  }

  // The moment looked at.
  at(step) {
    this.step = step;
    this.#follow(step);
  }

  draw(width = this.width) {
    if (!width) return;
    this.width = width;
    const shown = this.lines.filter((_, i) => !this.hidden.has(i)), ends = this.#ends(shown);
    this.x = new Axis(this.#span(), [LEFT, width - RIGHT]);
    this.y = new Axis(ends, [this.height - BOTTOM, TOP], this.log);
    this.svg.setAttribute("viewBox", `0 0 ${width} ${this.height}`);
    this.switch.setAttribute("aria-pressed", String(this.log));
    this.svg.replaceChildren(...this.#axes(), ...this.#extras(), ...shown.flatMap((line) => this.#line(line)), ...this.#signs(), this.guide);
    this.at(this.step);
  }

  #axes() {
    const { x, y, width, height } = this, word = (text, about) => drawn("text", about, text);
    const across = y.ticks(4).map((tick) => [drawn("path", { class: "grid", d: `M${LEFT},${y.place(tick)}H${width - RIGHT}` }),
      word(said(tick), { x: LEFT - 6, y: y.place(tick) + 4, "text-anchor": "end" })]);
    const along = x.ticks(Math.max(2, Math.min(6, width / 90))).map((tick, i, all) => word(whole(tick), { x: x.place(tick), y: height - 6,
      "text-anchor": i === all.length - 1 && x.place(tick) > width - 40 ? "end" : "middle" }));
    return [...across.flat(), ...along];
  }

  #extras() {
    const { x, y } = this, to = (step, value) => `${x.place(step).toFixed(1)},${y.place(value).toFixed(1)}`, found = [];
    if (this.band.length > 1) {
      const back = [...this.band].reverse();
      found.push(drawn("path", { class: "band", d: `M${[...this.band.map(([step, , high]) => to(step, high)), ...back.map(([step, low]) => to(step, low))].join("L")}Z` }));
    }
    if (this.floor.length) found.push(drawn("path", { class: "floor", d: `M${LEFT},${y.place(this.floor[0][1])}L${this.floor.map((one) => to(...one)).join("L")}H${this.width - RIGHT}` }));
    if (this.limit !== null) found.push(drawn("path", { class: "floor", d: `M${LEFT},${y.place(this.limit)}H${this.width - RIGHT}` }));
    return found;
  }

  #line({ steps, values, colour }) {
    const many = values.length > MANY, kind = `line c${colour % 8}`;
    const raw = drawn("path", { class: many ? `${kind} raw` : kind, d: this.#path(steps, values) });
    if (values.filter((value) => value !== null).length === 1) return [raw, ...this.#dots(steps, values, kind)];
    return many ? [raw, drawn("path", { class: kind, d: this.#path(steps, smoothed(values, KEEP)) })] : [raw];
  }

  #path(steps, values) {
    let pen = "M", path = "";
    steps.forEach((step, i) => {
      if (values[i] === null) { pen = "M"; return; }
      path += `${pen}${this.x.place(step).toFixed(1)},${this.y.place(values[i]).toFixed(1)}`;
      pen = "L";
    });
    return path;
  }

  #dots(steps, values, kind) {
    return steps.flatMap((step, i) => (values[i] === null ? [] : [drawn("circle", { class: `${kind} dot`, r: 3, cx: this.x.place(step), cy: this.y.place(values[i]) })]));
  }

  #signs() {
    return this.marks.filter(({ step }) => step <= this.x.high).map(({ step, kind }) => {
      const at = this.x.place(step).toFixed(1), foot = this.height - BOTTOM;
      if (kind === "checkpoint") return drawn("path", { class: "checkpoint", d: `M${at},${foot}v-5` });
      return drawn("g", { class: `mark ${kind}` }, drawn("path", { d: `M${at},${TOP}V${foot}` }), drawn("text", { x: at, y: TOP - 4, "text-anchor": "middle" }, SIGNS[kind]));
    });
  }

  #entry({ title, colour }, i) {
    const value = make("output", {}), button = make("button", { type: "button", title: "Show or hide", onclick: () => {
      if (!this.hidden.delete(i)) this.hidden.add(i);
      button.setAttribute("aria-pressed", String(!this.hidden.has(i)));
      this.draw();
    } }, make("span", { className: `swatch c${colour % 8}` }), title, " ", value);
    button.setAttribute("aria-pressed", String(!this.hidden.has(i)));
    return { item: make("li", {}, button), value };
  }

  #hands() {
    const at = (event) => this.x.value(event.clientX - this.svg.getBoundingClientRect().left);
    this.svg.onpointermove = (event) => { const step = Math.max(this.x.low, Math.min(this.x.high, at(event))); this.#follow(step); this.#tell(step); };
    this.svg.onpointerleave = () => { this.tip.hidden = true; this.#follow(this.step); };
    if (this.go) this.svg.onclick = (event) => this.go(at(event));
  }

  #follow(step) {
    if (!this.x) return;
    this.guide.setAttribute("d", step === null ? "" : `M${this.x.place(Math.min(step, this.x.high)).toFixed(1)},${TOP}V${this.height - BOTTOM}`);
    this.entries.forEach(({ value }, i) => { value.textContent = this.value(i, step); });
    if (step === this.step) this.#say();
  }

  // What line `i` has at a step, in words.
  value(i, step) {
    const { steps, values } = this.lines[i], at = step === null ? steps.length - 1 : lastAt(steps, step);
    return said(at < 0 ? null : values[at]);
  }

  #tell(step) {
    const near = this.marks.filter((mark) => Math.abs(this.x.place(mark.step) - this.x.place(step)) < 6);
    this.tip.textContent = [`step ${whole(step)}`, ...near.slice(0, 3).map(({ kind, step: at, words }) => `${kind} at ${whole(at)}: ${words}`)].join("\n");
    this.tip.hidden = false;
    const share = (this.x.place(step) - LEFT) / Math.max(1, this.width - LEFT - RIGHT);
    this.tip.style.left = `${this.x.place(step)}px`;
    this.tip.style.transform = `translateX(${-100 * share}%)`;
  }

  #say() {
    const values = this.lines.map(({ title }, i) => `${title} ${this.value(i, this.step)}`).join(", ");
    this.svg.setAttribute("aria-label", `${this.title} over the steps. ${this.step === null ? "At the end" : `At step ${whole(this.step)}`}: ${values}`);
  }

  #turn() {
    this.log = !this.log;
    this.draw();
  }

  #numbers(lines) { return lines.flatMap(({ values }) => values.filter((value) => value !== null)); }

  #positive() { return this.#numbers(this.lines).every((value) => value > 0); }

  #far() {
    const values = this.#numbers(this.lines);
    return this.#positive() && least(values) > 0 && most(values) / least(values) > FAR;
  }

  #ends(shown) {
    const values = this.#numbers(shown), around = [...this.band.flatMap(([, low, high]) => [low, high]), ...this.floor.map(([, value]) => value), ...(this.limit === null ? [] : [this.limit])];
    const all = [...values, ...around.filter((value) => Number.isFinite(value) && (!this.log || value > 0))];
    if (!all.length) return [this.log ? 0.1 : 0, 1];
    const low = least(all), high = most(all), air = this.log ? 0 : 0.04 * (high - low);
    return [!this.log && low >= 0 && low < 0.3 * high ? 0 : low - air, high + air];     // a length is seen from its foot
  }

  #span() {
    if (this.end !== null) return [0, this.end];
    const steps = this.lines.flatMap((line) => line.steps);
    return [least(steps), most(steps)];
  }
}

const least = (values) => values.reduce((a, b) => Math.min(a, b), Infinity);
const most = (values) => values.reduce((a, b) => Math.max(a, b), -Infinity);
