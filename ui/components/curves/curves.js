// Live curves: only new rows are fetched, a bounded number is kept, and plotly.js draws, so that zoom, hover and legend
// survive. This file joins the parts; what each does stands in its own.
import { make } from "../parts/dom.js";
import { story } from "../parts/feed.js";
import { moment } from "../parts/moment.js";
import { mounted } from "../parts/mounted.js";
import { Poll } from "../parts/poll.js";
import { Bar } from "./bar.js";
import { Feed } from "./feed.js";
import { layout, look } from "./look.js";
import { marksOf, markTraces } from "./marks.js";
import { MomentLine } from "./moment_line.js";
import { plotly, refit } from "./plotly.js";
import { Relatives } from "./relatives.js";
import { Sight } from "./sight.js";
import { said, traces } from "./traces.js";

const FIRST_POLL = 250, POLL = 800, REST = 150;     // ms between looks; ms a zoom rests before finer rows are asked for
const ALL = [-Infinity, Infinity];
const CONFIG = { responsive: false, displaylogo: false,
  modeBarButtons: [["zoom2d", "pan2d", "zoomIn2d", "zoomOut2d", "resetScale2d", "toImage"]] };

export default mounted((component) => new Curves(component));

class Curves {
  #view = null;                  // the steps that are looked at, null for all
  #visible = new Map();          // term -> what the legend says about it
  #stale = new Set();            // plots out of sight that have not drawn the newest
  #story = null; #told = null; #marks = []; #plots = []; #held = false; #timer = 0;

  constructor({ data, parentElement }) {
    this.root = parentElement.querySelector(".genlab-curves");
    const terms = [...new Set(data.panels.flatMap(({ curves }) => curves.map(({ term }) => term)))];
    this.data = data;
    this.feed = new Feed(data.url, terms);
    this.relatives = new Relatives(data.runs, terms);
    this.bar = new Bar(data.words, (what) => this.#chosen(what));
    this.note = make("p", { className: "note", role: "status", textContent: data.words.waiting });
    this.place = make("div", { className: "plots" });
    this.line = new MomentLine(data.run, { at: (step) => this.#at(this.feed)(step), step: (x) => this.#step(x) });
    this.root.replaceChildren(this.bar.root, this.note, this.place);
    this.poll = new Poll(() => this.#read().catch(() => { this.#say(this.data.words.offline); return 2 * POLL; }));
    this.sizes = new ResizeObserver(() => this.#plots.forEach(refit));
    this.sizes.observe(this.root);
    this.sight = new Sight((plot) => { if (this.#stale.has(plot)) this.draw(); });
    this.place.addEventListener("pointerdown", () => { this.#held = true; }, true);
    this.release = () => { if (this.#held) { this.#held = false; requestAnimationFrame(() => this.draw()); } };
    for (const end of ["pointerup", "pointercancel"]) window.addEventListener(end, this.release, true);
    this.deaf = story(data.story, moment(data.run)).listen((feed) => this.#heard(feed));
    plotly(data.plotly).catch(() => this.#say(data.words.offline));     // while the first rows are on their way
  }

  // Python's word again: another state of the run, another theme.
  update({ data }) {
    this.data = data;
    this.#relate();
    this.draw();
    if (data.live || this.feed.empty) this.poll.soon();
  }

  end() {
    this.poll.end();
    clearTimeout(this.#timer);
    this.sizes.disconnect();
    this.sight.end();
    this.line.end();
    this.deaf();
    for (const end of ["pointerup", "pointercancel"]) window.removeEventListener(end, this.release, true);
    this.#plots.forEach((plot) => window.Plotly?.purge(plot));
  }

  // A refresh must not pull a zoom box out of the reader's hand: while a pointer is down, nothing is drawn anew.
  draw() {
    if (!window.Plotly || this.poll.over || this.#held || this.feed.empty) return;
    const { feed, bar, data: { panels, words } } = this, at = (one) => this.#at(one), drawn = look(this.root);
    const relatives = bar.family ? this.relatives.there : [], view = this.#view ?? ALL;
    const range = this.#view && this.#view.map(at(feed));
    const [low, high] = this.#view ?? [feed.buckets.first.first, feed.buckets.last.last];
    const marks = markTraces(this.#marks, { at: at(feed), width: high - low, look: drawn, words });
    panels.forEach((panel, i) => {
      const plot = this.#plots[i] ?? this.#add(i);
      plot.setAttribute("aria-label", this.#describe(panel));
      if (!this.sight.has(plot)) { this.#stale.add(plot); return; }
      this.#stale.delete(plot);
      const lines = panel.curves.flatMap((curve) => traces(curve, { feed, relatives, at, view, weight: bar.weight, look: drawn,
        visible: this.#visible.get(curve.term) ?? (curve.shown ? true : "legendonly") }));
      window.Plotly.react(plot, [...lines, ...marks], layout({ title: panel.title, x: bar.seconds ? words.time : words.step, range,
        log: bar.log, look: drawn }), CONFIG);
    });
    bar.means(new Set(this.#marks.map(({ kind }) => kind)), this.relatives);
  }

  // Milliseconds until the next look; null when nothing more will come.
  async #read() {
    const { feed, relatives, data: { live, words } } = this;
    let fresh = await feed.read();
    if (feed.gone) { this.#say(feed.gone); return null; }
    this.#say(!feed.empty ? "" : feed.active ? words.waiting : words.nothing);
    if (this.bar.family) fresh = (await relatives.read()) || fresh;
    if (fresh) { await plotly(this.data.plotly); this.draw(); }
    const more = feed.active || live || (this.bar.family && relatives.all.some((one) => one.feed.active));
    return more ? (feed.empty ? FIRST_POLL : POLL) : null;
  }

  // What the page heard of the run: drawn anew when there is another mark.
  #heard({ value }) {
    const marks = JSON.stringify([value?.alarms, value?.changes, value?.branches]);
    if (!value || marks === this.#told) return;
    this.#story = value;
    this.#told = marks;
    this.#relate();
    this.draw();
    this.poll.soon();     // a new branch has rows of its own
  }

  #relate() {
    const { parents, words } = this.data;
    this.#marks = marksOf(this.#story, parents[0], words);
    this.relatives.of(parents, this.#story?.branches ?? []);
  }

  #chosen(what) {
    if (what === "family" && this.bar.family) this.poll.soon();
    this.line.soon();
    this.draw();
  }

  #at(feed) { return this.bar.seconds ? (step) => feed.seconds(step) : (step) => step; }
  #step(x) { return this.bar.seconds ? this.feed.step(x) : x; }

  #add(i) {
    const plot = make("div", { className: "plot", role: "img" });
    this.place.append(plot);
    this.#plots[i] = plot;
    this.sight.watch(plot);
    requestAnimationFrame(() => {     // plotly.js gives the element its `on` when it draws
      plot.on?.("plotly_relayout", (change) => this.#moved(plot, change));
      plot.on?.("plotly_restyle", () => plot.data.forEach((trace) => { if (trace.legendgroup) this.#visible.set(trace.legendgroup, trace.visible); }));
      if (plot.on) this.line.on(plot);
    });
    return plot;
  }

  #moved(plot, change) {
    if (!Object.keys(change).some((name) => name.startsWith("xaxis"))) return;
    const { autorange, range } = plot._fullLayout.xaxis;
    this.#view = autorange ? null : range.map((x) => this.#step(x));
    this.draw();
    clearTimeout(this.#timer);
    if (this.#view) this.#timer = setTimeout(() => this.#refine().catch(() => this.#say(this.data.words.offline)), REST);
  }

  async #refine() {
    const finer = await Promise.all([this.feed, ...(this.bar.family ? [this.relatives] : [])].map((one) => one.refine(...this.#view)));
    if (finer.some(Boolean)) this.draw();
  }

  #describe({ title, curves }) {
    const { words } = this.data, now = curves.map(({ term, title: name }) => `${name} ${term in this.feed.latest ? said(this.feed.latest[term]) : "-"}`);
    const marks = this.#marks.map((mark) => `; ${words[mark.kind]}, ${words.step} ${mark.step}: ${mark.words}`).slice(-5).join("");
    return `${title}, ${words.step} ${this.feed.buckets.last.last}: ${now.join(", ")}${marks}`;
  }

  #say(sentence) { this.note.textContent = sentence; }
}
