// One quantity of several runs on one plot, aligned by steps, images or seconds. Running runs go on growing; zoom, hover
// and legend survive. This file joins the parts; what each does stands in its own.
import { layout, look } from "../curves/look.js";
import { plotly, refit } from "../curves/plotly.js";
import { fill, make } from "../parts/dom.js";
import { mounted } from "../parts/mounted.js";
import { Poll } from "../parts/poll.js";
import { Course } from "./course.js";
import { Numbers } from "./numbers.js";

const POLL = 1000, REST = 150, HEIGHT = 420;     // ms between looks; ms a zoom rests before finer rows come; px

export default mounted((component) => new Overlay(component));

class Overlay {
  #sources = new Map(); #view = null; #by = null; #timer = 0; #held = false;

  constructor({ data, parentElement }) {
    this.data = data;
    this.smoothing = make("input", { type: "range", className: "smoothing", min: 0, max: 0.98, step: 0.02, value: 0.6, oninput: () => this.draw() });
    this.log = make("input", { type: "checkbox", className: "log", onchange: () => this.draw() });
    this.smooth = make("label", {}, data.words.smoothing, this.smoothing);
    this.note = make("p", { className: "note", role: "status" });
    this.plot = make("div", { className: "plot", role: "img" });
    this.root = parentElement.querySelector(".genlab-overlay");
    this.root.replaceChildren(make("div", { className: "bar" }, this.smooth, make("label", {}, this.log, data.words.log), this.note), this.plot);
    this.poll = new Poll(() => this.#read().catch(() => { this.#say(this.data.words.offline); return 2 * POLL; }));
    this.sizes = new ResizeObserver(() => refit(this.plot));
    this.sizes.observe(this.root);
    // a refresh must not pull a zoom box out of the reader's hand
    this.plot.addEventListener("pointerdown", () => { this.#held = true; }, true);
    this.release = () => { if (this.#held) { this.#held = false; requestAnimationFrame(() => this.draw()); } };
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, this.release, true);
  }

  // Python's word: other runs, another quantity, another axis, another theme. A zoom holds as long as the axis does.
  update({ data }) {
    this.data = data;
    if (this.#by !== data.by) this.#view = null;
    this.#by = data.by;
    this.smooth.hidden = data.number;
    const wanted = new Map(data.runs.map((run) => [`${run.run} ${data.term}`, run]));
    for (const key of [...this.#sources.keys()]) if (!wanted.has(key)) this.#sources.delete(key);
    for (const [key, run] of wanted) {
      const source = this.#sources.get(key) ?? (data.number ? new Numbers(data.base, run, data.term) : new Course(data.base, run, data.term));
      source.run = run;
      this.#sources.set(key, source);
    }
    this.draw();
    this.poll.soon();
  }

  end() {
    this.poll.end();
    clearTimeout(this.#timer);
    this.sizes.disconnect();
    for (const end of ["pointerup", "pointercancel"]) window.removeEventListener(end, this.release, true);
    window.Plotly?.purge(this.plot);
  }

  draw() {
    if (!window.Plotly || this.poll.over || this.#held) return;
    const { words, by, title } = this.data, drawn = { ...look(this.root), colours: this.data.colours };
    const there = [...this.#sources.values()].filter((source) => !source.empty);
    const lines = there.flatMap((source) => this.#lines(source, drawn));
    const { title: _, ...rest } = layout({ title, x: words[by], range: this.#view, log: this.log.checked, look: drawn });
    window.Plotly.react(this.plot, lines, { ...rest, height: HEIGHT, margin: { l: 8, r: 8, t: 16, b: 8 },
      yaxis: { ...rest.yaxis, title: { text: title, standoff: 8 } },
      legend: { ...rest.legend, y: -0.16, yanchor: "top" } }, this.#config());
    this.plot.hidden = !there.length;
    this.plot.setAttribute("aria-label", `${title}: ${lines.filter(({ showlegend }) => showlegend !== false).map(({ name }) => name).join(", ")}`);
    this.#listen();
  }

  // Each run keeps its own dashes; a faint line behind a smoothed one has none.
  #lines(source, drawn) {
    const lines = source.lines({ by: this.data.by, view: this.#view, weight: Number(this.smoothing.value), look: drawn });
    return lines.map((line) => ({ ...line, uid: `${source.run.run}-${line.uid}`.replace(/\W/g, "-"), legendgroup: source.run.run,
      line: { ...line.line, ...(line.opacity ? {} : { dash: source.run.dash }) } }));
  }

  #config() {
    return { responsive: false, displaylogo: false, toImageButtonOptions: { filename: `genlab-${this.data.term.replace(/\W+/g, "-")}`, scale: 2 },
      modeBarButtons: [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]] };
  }

  #listen() {
    if (this.heard || !this.plot.on) return;
    this.heard = true;
    this.plot.on("plotly_relayout", (change) => this.#moved(change));
  }

  #moved(change) {
    if (!Object.keys(change).some((name) => name.startsWith("xaxis"))) return;
    const { autorange, range } = this.plot._fullLayout.xaxis;
    this.#view = autorange ? null : [...range];
    this.draw();
    clearTimeout(this.#timer);
    if (this.#view) this.#timer = setTimeout(() => this.#refine().catch(() => this.#say(this.data.words.offline)), REST);
  }

  async #refine() {
    const finer = await Promise.all([...this.#sources.values()].map((source) => source.refine(this.data.by, this.#view)));
    if (finer.some(Boolean)) this.draw();
  }

  // Milliseconds until the next look; null when nothing more will come.
  async #read() {
    const sources = [...this.#sources.values()], asked = sources.filter((source) => source.active);
    const fresh = await Promise.all(asked.map((source) => source.read()));
    await plotly(this.data.plotly);
    if (fresh.some(Boolean)) this.draw();
    this.#tell(sources);
    return [...this.#sources.values()].some((source) => source.active) ? POLL : null;
  }

  #tell(sources) {
    const { words } = this.data, lacking = sources.filter((source) => source.empty).map((source) => source.run.letter);
    this.#say(lacking.length ? fill(words.lacking, { letters: lacking.join(", ") }) : "");
  }

  #say(sentence) { this.note.textContent = sentence; }
}
