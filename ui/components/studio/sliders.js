// All sliders: one tab for dimensions, one for directions; the first eight are seen, more are folded, dead ones too.
import { DirectionAxis } from "./axes.js";
import { DimensionRow } from "./dimension_row.js";
import { fill, make } from "../parts/dom.js";
import { Frame } from "../parts/frame.js";
import { Row } from "./row.js";
import { Strips } from "./strips.js";

const FIRST = 8;
const AT_ONCE = 2;     // sliders that follow in one frame: with all of them it would come too late for the hand

export class Sliders {
  #z; #next = 0; #behind = 0;

  // `hand` as for a row; `on.lock(index, locked)` and `on.name(index, name)`.
  constructor(words, hand, on) {
    Object.assign(this, { words, hand, on, rows: [], shown: [], open: null, unfolded: new Set() });
    this.tabs = make("div", { className: "tabs", role: "tablist" });
    this.panels = make("div", { className: "panels" });
    this.root = make("section", { className: "sliders" }, this.tabs, this.panels);
    this.strips = new Strips(hand);
    this.pace = new Frame(() => this.#catchUp());
  }

  lay(data) {
    const dimensions = data.dimensions.map(({ index, nats, alive }) => [index, nats, alive]);
    const shape = JSON.stringify([dimensions, data.directions]);
    if (shape !== this.shape) this.#build(data);
    this.shape = shape;
    for (const row of this.rows) row.hear?.(data.dimensions.find(({ index }) => index === row.axis.index).name);
  }

  follow(source) { this.strips.follow(source); }

  // At every move; the sliders follow in turn.
  show(z) {
    this.#z = z;
    this.#behind = this.shown.length;
    this.pace.soon();
  }

  // The strips follow what is in hand; they need more than a frame.
  decode(z, y) { this.strips.show(this.shown, z, y); }

  enable(free) { for (const row of this.rows) row.enable(free); }

  end() {
    this.pace.end();
    this.strips.end();
  }

  #catchUp() {
    for (let i = 0; i < AT_ONCE && this.#behind > 0; i++, this.#behind--) {
      this.shown[this.#next++ % this.shown.length].show(this.#z);
    }
    if (this.#behind > 0) this.pace.soon();
  }

  #build(data) {
    const { dimensions } = data;
    const options = { space: data, onLock: this.on.lock, onName: data.nameable ? this.on.name : null };
    const rowOf = (one) => new DimensionRow(one, this.hand, this.words, options);
    const alive = dimensions.filter((one) => one.alive).map(rowOf);
    const dead = dimensions.filter((one) => !one.alive).map(rowOf);
    const directions = data.directions.map((one) => this.#direction(one, data));
    this.rows = [...alive, ...dead, ...directions];
    const panels = [];
    if (dimensions.length) panels.push(["dimensions", this.#panel("dimensions", alive, dead)]);
    if (directions.length) panels.push(["directions", this.#panel("directions", directions, [])]);
    this.#tabs(panels);
  }

  #direction(direction, space) {
    const title = make("span", { className: "name", textContent: direction.title, title: direction.detail });
    return new Row(new DirectionAxis(direction, space), this.hand, this.words,
      { title, label: direction.title, ...this.#justified(direction) });
  }

  // What justifies the name: a rank correlation with what was measured on pictures.
  #justified({ rank, attribute, n }) {
    if (rank === null || attribute === null) return {};
    const values = { rank: rank.toFixed(2).replace("-", "−"), attribute, n };
    return { detail: fill(this.words.rank, values), help: fill(this.words["rank-help"], values) };
  }

  #panel(name, rows, dead) {
    const panel = make("div", { role: "tabpanel" }, grid(rows.slice(0, FIRST)));
    if (rows.length === 0) panel.prepend(make("p", { className: "collapsed", textContent: this.words.collapsed }));
    const more = fill(this.words.more, { n: rows.length - FIRST });
    if (rows.length > FIRST) panel.append(this.#fold(name, more, rows.slice(FIRST)));
    if (dead.length) panel.append(this.#fold("dead", fill(this.words.dead, { n: dead.length }), dead));
    return panel;
  }

  #fold(name, words, rows) {
    const summary = make("summary", { textContent: words });
    const fold = make("details", { open: this.unfolded.has(name) }, summary, grid(rows));
    fold.ontoggle = () => {
      this.unfolded[fold.open ? "add" : "delete"](name);
      this.#see();
    };
    return fold;
  }

  #tabs(panels) {
    if (!panels.some(([name]) => name === this.open)) this.open = panels[0]?.[0];
    this.tabs.hidden = panels.length < 2;
    this.tabs.replaceChildren(...panels.map(([name, panel]) => this.#tab(name, panel, panels)));
    this.panels.replaceChildren(...panels.map(([, panel]) => panel));
    this.#turn(this.open, panels);
  }

  #tab(name, panel, panels) {
    const tab = make("button", { type: "button", role: "tab", textContent: this.words[name] });
    tab.dataset.name = panel.dataset.name = name;
    panel.setAttribute("aria-label", this.words[name]);
    tab.onclick = () => this.#turn(name, panels);
    tab.onkeydown = (event) => {
      if (event.key !== "ArrowLeft" && event.key !== "ArrowRight") return;
      const other = panels.find(([one]) => one !== name)[0];
      this.#turn(other, panels);
      this.tabs.querySelector(`[data-name="${other}"]`).focus();
    };
    return tab;
  }

  #turn(name, panels) {
    this.open = name;
    for (const [one, panel] of panels) panel.hidden = one !== name;
    for (const tab of this.tabs.children) {
      tab.setAttribute("aria-selected", tab.dataset.name === name);
      tab.tabIndex = tab.dataset.name === name ? 0 : -1;
    }
    this.#see();
  }

  // Which rows are seen changes only here, so that no frame has to ask the layout.
  #see() {
    this.shown = this.rows.filter((row) => row.visible);
    this.hand.told.seen();
  }
}

const grid = (rows) => make("div", { className: "rows" }, ...rows.map((row) => row.root));
