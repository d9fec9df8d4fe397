// The map of all held-out codes: hover to see, click to go there, lasso to ask, and play to watch it come about.
// This file joins the parts; what each does stands in its own.
import { fetchPacked } from "../engine/packed.js";
import { place } from "../engine/place.js";
import { connect } from "../engine/source.js";
import { fill, make } from "../studio/dom.js";
import { fromText } from "../studio/geometry.js";
import { Camera } from "./camera.js";
import { byClass, byValue, ends, fainted } from "./colours.js";
import { Dots } from "./dots.js";
import { Drift } from "./drift.js";
import { Field } from "./field.js";
import { Hover } from "./hover.js";
import { Ink } from "./ink.js";
import { inside } from "./lasso.js";
import { Legend } from "./legend.js";
import { Look } from "./look.js";
import { Picked } from "./picked.js";
import { Plane } from "./plane.js";
import { Pointer } from "./pointer.js";
import { summary } from "./selection.js";
import { Timeline } from "./timeline.js";
import { Tools } from "./tools.js";

const MAPS = new WeakMap();
const REACH = 7, PAUSE = 140;               // px a pointer may miss a point by; ms of rest before pictures follow
const TIMED = 9;                            // drawings whose median is told
const TALLEST = 520, SHARE = 0.72;          // px; height for a width

export default function (component) {
  const { parentElement } = component;
  if (!MAPS.has(parentElement)) MAPS.set(parentElement, new LatentMap(component));
  const map = MAPS.get(parentElement);
  map.update(component);
  return () => {
    map.end();
    MAPS.delete(parentElement);
  };
}

class LatentMap {
  camera = new Camera(); looks = []; rows = null; spent = []; #frame = 0; #timer = 0; #over = false; #hovered = null; #codes = null;

  constructor({ data, parentElement }) {
    this.root = parentElement.querySelector(".genlab-map");
    const { words } = data;
    this.data = data;
    this.place = place(data.run);
    this.legend = new Legend(words, () => this.recolour());
    this.hover = new Hover(words);
    this.picked = new Picked(words, { onGo: () => this.#go(this.found.mean), onClear: () => this.select(null) });
    this.timeline = new Timeline(words, () => this.soon());
    this.note = make("p", { className: "note", role: "status", textContent: words.waiting });
    this.drawn = make("span", { className: "small drawn" });
    this.tools = new Tools(words, {
      colour: () => this.recolour(), mode: (mode) => this.pointer.set(mode), field: () => this.settle(0),
      zoom: (factor) => { this.camera.zoom(factor); this.soon(); this.settle(); },
      home: () => { this.camera.goHome(); this.soon(); this.settle(); }, refresh: () => this.component.setTriggerValue("refresh", true) });
    this.#lay(words);
    this.deaf = this.place.listen(() => { this.soon(); this.settle(); });
    this.watch = new ResizeObserver(() => this.fit());
    this.watch.observe(this.stage);
    this.fit();
  }

  // Python's word again: other weights bring other codes; a new theme only other colours.
  update(component) {
    Object.assign(this, { component, data: component.data });
    this.tools.trains(this.data.trains);
    if (this.data.codes !== this.#codes) this.#load(this.data);
    else if (this.#theme() !== this.theme) { this.field.forget(); this.recolour(); this.settle(0); }
    this.theme = this.#theme();
  }

  end() {
    this.#over = true;
    cancelAnimationFrame(this.#frame);
    clearTimeout(this.#timer);
    this.timeline.halt();
    this.watch.disconnect();
    this.deaf();
    this.#close();
  }

  // The code one stands at; what the address says until the studio has spoken.
  get z() { return this.place.z ?? (this.data.code ? fromText(this.data.code) : new Float32Array(this.data.latent)); }
  get ready() { return Boolean(this.points); }
  get ratio() { return window.devicePixelRatio || 1; }

  soon() {
    if (this.ready && !this.#frame) this.#frame = requestAnimationFrame(() => { this.#frame = 0; this.draw(); });
  }

  draw() {
    const { camera, points, ratio, ink, timeline, data } = this, start = performance.now(), moment = Math.floor(timeline.at);
    this.drift.at(timeline.at, points);
    this.field.draw(moment, timeline.at - moment, camera, ratio, this.tools.field);
    this.dots.draw(points, this.colours, this.rows, camera, ratio);
    ink.clear(ratio);
    ink.circles(camera, this.plane.project(new Float32Array(data.latent)));
    if (this.tools.colour === "class") ink.names(camera, points, this.labels, this.colours, this.classes);
    ink.axes(camera, data.axes);
    ink.mark(camera, this.plane.project(this.z));
    ink.path(this.pointer.path);
    if (this.pointer.cross) ink.cross(this.pointer.cross);
    this.#say(performance.now() - start);
    if (timeline.shown !== this.seen) { this.seen = timeline.shown; this.settle(timeline.playing ? 0 : PAUSE); this.look(); }
  }

  // What costs more than a frame follows when the hand rests: tiles, and one code at every moment.
  settle(pause = PAUSE) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#pictures(), pause);
  }

  recolour() {
    if (!this.ready) return;
    const { legend, tools, attributes } = this, a = attributes.findIndex(({ key }) => key === tools.colour);
    if (a < 0) {
      this.colours = byClass(this.labels, this.palette, legend.hidden);
      legend.scale(null);
    } else {
      const shades = this.data.scale, values = this.values[a], range = ends(values);
      this.colours = byValue(values, shades, range, legend.hidden, this.labels);
      legend.scale(shades, range, attributes[a].unit);
    }
    if (this.rows) this.colours = fainted(this.colours, this.rows);
    this.soon();
  }

  select(rows) {
    this.rows = rows?.length ? rows : null;
    this.recolour();
    if (!this.rows) return this.picked.none();
    this.found = summary(this.rows, { means: this.means, size: this.data.latent, labels: this.labels, classes: this.classes.length, attributes: this.values });
    this.picked.show(this.found, { n: this.labels.length, classes: this.classes, palette: this.palette, table: this.attributes, step: this.data.explored });
    if (this.source) this.picked.draw(this.source, this.found, this.place.y);
  }

  // The picture of the place under the pointer, and the image that lies there; without a pointer, of where one is.
  look() {
    if (!this.source) return;
    const { data } = this, at = this.#hovered, row = at && this.#nearest(...at), now = this.timeline.shown;
    const exact = row !== null && row !== undefined && data.moments[now].step === data.explored;
    const z = !at ? this.z : exact ? this.code(row) : this.plane.through(this.z, ...this.camera.plane(...at));
    const y = row !== null && at && data.conditional ? this.labels[row] : this.place.y;
    this.looks[now].show("hover", z, y, (pixels) => this.hover.show(pixels, this.source));
    this.hover.real(at ? row : null, `${data.images}/${row}.png?v=${data.version}`, row === null || !at ? "" : this.classes[this.labels[row]]);
    this.hover.said(at ? data.words.under : data.words.decoded);
  }

  code(row) { return this.means.subarray(row * this.data.latent, (row + 1) * this.data.latent); }

  fit() {
    const width = Math.max(200, this.stage.clientWidth), height = Math.round(Math.min(TALLEST, Math.max(300, SHARE * width)));
    const first = this.camera.width === 1, { ratio } = this;
    Object.assign(this.camera, { width, height });
    this.stage.style.height = `${height}px`;
    for (const canvas of this.layers) [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    if (this.ready && first) this.camera.home(this.drift.frames[this.drift.last]);
    this.soon();
    this.settle();
  }

  #theme() { return `${getComputedStyle(this.root).color} ${this.data.scale}`; }

  #lay(words) {
    this.layers = ["tiles", "points", "lines"].map((className) => make("canvas", { className }));
    const [tiles, points, lines] = this.layers;
    Object.assign(lines, { tabIndex: 0 });
    lines.setAttribute("role", "application");
    lines.setAttribute("aria-label", words.map);
    this.field = new Field(tiles);
    this.dots = new Dots(points);
    this.ink = new Ink(lines);
    this.pointer = new Pointer(lines, this.camera, {
      hover: (left, top) => { this.#hovered = [left, top]; if (this.ready) this.look(); },
      leave: () => { this.#hovered = null; if (this.ready) this.look(); },
      click: (left, top) => this.#click(left, top), selected: (path) => this.select(inside(path, this.points, this.colours, this.camera)),
      moved: (view = true) => { this.soon(); if (view) this.settle(); }, cleared: () => this.select(null),
      nudge: (right, down) => this.#nudge(right, down) });
    this.stage = make("div", { className: "stage" }, ...this.layers, this.note);
    const meaning = make("div", { className: "meaning" }, this.legend.root, this.drawn);
    const map = make("div", { className: "plane" }, this.stage, meaning, this.timeline.root);
    const side = make("div", { className: "side" }, this.hover.root, this.picked.root);
    this.root.replaceChildren(this.tools.root, make("div", { className: "both" }, map, side));
  }

  async #load(data) {
    this.#codes = data.codes;
    this.#close();
    try {
      const { header, arrays } = await fetchPacked(data.codes), drift = new Drift(data.moments);
      await drift.load(drift.last);
      if (this.#over || data.codes !== this.#codes) return;
      this.#take(header, arrays, drift);
      await Promise.all([this.#connect(data), drift.loadAll(() => this.timeline.read())]);
    } catch (error) {
      this.#failed(error);
    }
  }

  async #connect(data) {
    const source = await connect(data);
    if (this.#over || data.codes !== this.#codes) return source.close();
    this.source = source;
    this.looks = data.moments.map((moment) => new Look(moment, source, (error) => this.#failed(error)));
    this.stripped = null;
    if (this.rows) this.picked.draw(source, this.found, this.place.y);
    this.look();
    this.settle(0);
  }

  #take(header, { mean, labels, attributes, centre, plane }, drift) {
    const { data } = this, n = header.n;
    Object.assign(this, { drift, labels, means: mean, classes: header.classes, points: new Float32Array(2 * n), plane: new Plane(centre, plane) });
    this.attributes = header.attributes.map((each) => ({ ...each, title: data.titles[each.key] ?? each.title }));
    this.values = this.attributes.map((_, a) => attributes.subarray(a * n, (a + 1) * n));
    this.palette = header.classes.map((_, label) => data.palette[label % data.palette.length]);
    this.note.hidden = true;
    this.tools.attributes(this.attributes);
    this.legend.classes(header.classes, this.palette);
    this.camera.home(drift.frames[drift.last]);
    this.timeline.of(drift, header.classes.length);
    this.select(null);
  }

  #failed(error) {
    if (this.#over) return;
    this.timeline.failed(error.message);
    if (!this.ready) [this.note.hidden, this.note.textContent] = [false, error.message];
  }

  #pictures() {
    if (!this.source) return;
    const { camera, place: { y }, timeline, field, tools, z } = this, moment = timeline.shown;
    const off = this.data.latent > 2 ? z.join() : "";     // of two numbers the map shows all there is
    const key = `${camera.x} ${camera.y} ${camera.scale} ${camera.width} ${y} ${off}`;
    const next = timeline.playing && moment < this.drift.last ? [moment, moment + 1] : [moment];
    if (tools.field) for (const m of next) {
      const points = this.drift.frames[m] ?? this.points, codeAt = (right, up) => this.plane.through(z, right, up);
      field.want(m, { look: this.looks[m], points, camera, codeAt, y, key }, () => this.soon());
    }
    this.#strip(z, y);
    if (!timeline.playing && !this.#hovered) this.look();
  }

  // The code one stands at, as every kept moment draws it.
  #strip(z, y) {
    const code = `${z.join()} ${y}`;
    if (code === this.stripped) return;
    this.stripped = code;
    this.looks.forEach((look, m) => look.show("strip", z, y, (pixels) => this.timeline.picture(m, pixels, look.shape)));
  }

  #nearest(left, top) {
    const { camera, points, colours } = this, [x, y] = camera.plane(left, top);
    let best = null, least = (REACH / camera.scale) ** 2;
    for (let i = 0; i < colours.length; i++) {
      if (colours[i] === 0) continue;
      const dx = points[2 * i] - x, dy = points[2 * i + 1] - y, far = dx * dx + dy * dy;
      if (far < least) [best, least] = [i, far];
    }
    return best;
  }

  #click(left, top) {
    if (!this.ready) return;
    const row = this.#nearest(left, top), { data } = this;
    if (row === null || data.moments[this.timeline.shown].step !== data.explored) return this.#go(this.plane.through(this.z, ...this.camera.plane(left, top)));
    this.#go(this.code(row), data.conditional ? this.labels[row] : this.place.y);
  }

  #nudge(right, down) {
    if (!this.ready) return;
    const [x, y] = this.plane.project(this.z), { scale } = this.camera;
    this.#go(this.plane.through(this.z, x + right / scale, y - down / scale));
    this.#hovered = null;
    this.look();
  }

  // The studio above adopts it and puts it into the address.
  #go(z, y = this.place.y) {
    const { reach } = this.data;
    this.place.go(Float32Array.from(z, (value) => Math.max(-reach, Math.min(reach, value))), y, "map");
  }

  // The median of the last drawings; the first ones make buffers, and are no measure.
  #say(ms) {
    this.spent = [...this.spent.slice(1 - TIMED), ms];
    if (this.spent.length < TIMED) return;
    const median = [...this.spent].sort((one, other) => one - other)[(TIMED - 1) / 2];
    const text = fill(this.data.words.drawn, { n: this.labels.length.toLocaleString("en"), ms: median.toFixed(1) });
    if (this.drawn.textContent !== text) this.drawn.textContent = text;
  }

  #close() {
    this.drift?.end();
    this.source?.close();
    for (const look of this.looks) look.close();
    this.field.forget();
    [this.source, this.looks] = [null, []];
  }
}
