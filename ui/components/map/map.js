// The map of all held-out codes: hover to see, click to go there, lasso to ask, and play to watch it come about.
// This file joins the parts; what each does stands in its own.
import { Frame } from "../parts/frame.js";
import { mounted } from "../parts/mounted.js";
import { place } from "../parts/place.js";
import { make } from "../parts/dom.js";
import { fromText } from "../parts/geometry.js";
import { Cloud } from "./cloud.js";
import { byClass, byValue, ends, fainted } from "./colours.js";
import { Drift } from "./drift.js";
import { Hover } from "./hover.js";
import { inside } from "./lasso.js";
import { Legend } from "./legend.js";
import { Picked } from "./picked.js";
import { Pictures } from "./pictures.js";
import { Pointer } from "./pointer.js";
import { Scene } from "./scene.js";
import { summary } from "./selection.js";
import { Timeline } from "./timeline.js";
import { Tools } from "./tools.js";

const REACH = 7, PAUSE = 140;     // px a pointer may miss a point by; ms of rest before pictures follow
const CLOSER = 1.4;               // of the buttons

export default mounted((component) => new LatentMap(component));

class LatentMap {
  #frame = new Frame(() => this.draw());
  #timer = 0; #over = false; #at = null; #codes = null; #rows = null; #seen = null; #theme = null;

  constructor({ data, parentElement }) {
    const { words } = data;
    this.root = parentElement.querySelector(".genlab-map");
    this.data = data;
    this.place = place(data.run);
    this.scene = new Scene(words, () => { this.soon(); this.settle(); });
    this.legend = new Legend(words, () => this.recolour());
    this.hover = new Hover(words);
    this.picked = new Picked(words, { onGo: () => this.#go(this.found.mean), onClear: () => this.select(null) });
    this.timeline = new Timeline(words, () => this.soon());
    this.tools = new Tools(words, this.#orders());
    this.pointer = new Pointer(this.scene.lines, this.scene.camera, this.#hands());
    const meaning = make("div", { className: "meaning" }, this.legend.root, this.scene.drawn);
    const map = make("div", { className: "plane" }, this.scene.root, meaning, this.timeline.root);
    const side = make("div", { className: "side" }, this.hover.root, this.picked.root);
    this.root.replaceChildren(this.tools.root, make("div", { className: "both" }, map, side));
    this.deaf = this.place.listen(() => { this.soon(); this.settle(); });
    this.scene.fit();
  }

  // Python's word again: other weights bring other codes; another theme only other colours.
  update(component) {
    Object.assign(this, { component, data: component.data });
    this.tools.trains(this.data.trains);
    const theme = `${getComputedStyle(this.root).color} ${this.data.scale}`;
    if (this.data.codes !== this.#codes) this.#load(this.data);
    else if (theme !== this.#theme) this.#repaint();
    this.#theme = theme;
  }

  end() {
    this.#over = true;
    this.#frame.end();
    clearTimeout(this.#timer);
    this.timeline.halt();
    this.scene.end();
    this.deaf();
    this.#close();
  }

  // The code one stands at; what the address says until the studio has spoken.
  get z() { return this.place.z ?? (this.data.code ? fromText(this.data.code) : new Float32Array(this.data.latent)); }
  get explored() { return this.data.moments[this.timeline.shown].step === this.data.explored; }

  soon() {
    if (this.cloud) this.#frame.soon();
  }

  draw() {
    const { cloud, timeline, tools, pointer, colours } = this;
    this.drift.at(timeline.at, cloud.points);
    this.scene.draw(cloud, { colours, rows: this.#rows, at: timeline.at, tiles: tools.field, names: tools.colour === "class",
      axes: this.data.axes, here: this.z, pointer });
    if (timeline.shown === this.#seen) return;
    this.#seen = timeline.shown;
    this.settle(timeline.playing ? 0 : PAUSE);
    this.look();
  }

  // What costs more than a frame follows when the hand rests: tiles, and one code at every moment.
  settle(pause = PAUSE) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#rest(), pause);
  }

  recolour() {
    if (!this.cloud) return;
    const { cloud, legend, tools } = this, a = cloud.attributes.findIndex(({ key }) => key === tools.colour);
    if (a < 0) {
      this.colours = byClass(cloud.labels, this.palette, legend.hidden);
      legend.scale(null);
    } else {
      const range = ends(cloud.values[a]);
      this.colours = byValue(cloud.values[a], this.data.scale, range, legend.hidden, cloud.labels);
      legend.scale(this.data.scale, range, cloud.attributes[a].unit);
    }
    if (this.#rows) this.colours = fainted(this.colours, this.#rows);
    this.soon();
  }

  select(rows) {
    this.#rows = rows?.length ? rows : null;
    this.recolour();
    if (!this.#rows) return this.picked.none();
    const { cloud, palette } = this, { n, size, classes, labels, means, values } = cloud;
    this.found = summary(this.#rows, { means, size, labels, classes: classes.length, attributes: values });
    this.picked.show(this.found, { n, classes, palette, table: cloud.attributes, step: this.data.explored });
    this.pictures.selection(this.found, this.place.y);
  }

  // The picture of the place under the pointer, and the image that lies there; without a pointer, of where one is.
  look() {
    if (!this.cloud) return;
    const { data, cloud, hover } = this, row = this.#at ? this.#nearest(...this.#at) : null;
    const y = row !== null && data.conditional ? cloud.labels[row] : this.place.y;
    this.pictures.one(this.timeline.shown, this.#at ? this.#code(row, ...this.#at) : this.z, y);
    hover.real(row, `${data.images}/${row}.png?v=${data.version}`, row === null ? "" : cloud.name(row));
    hover.said(this.#at ? data.words.under : data.words.decoded);
  }

  #orders() {
    const view = (change) => () => { change(this.scene.camera); this.soon(); this.settle(); };
    return {
      colour: () => this.recolour(), mode: (mode) => this.pointer.set(mode), field: () => { this.soon(); this.settle(0); },
      closer: view((camera) => camera.zoom(CLOSER)), farther: view((camera) => camera.zoom(1 / CLOSER)),
      home: view((camera) => camera.goHome()), refresh: () => this.component.setTriggerValue("refresh", true) };
  }

  #hands() {
    return {
      hover: (left, top) => { this.#at = [left, top]; this.look(); }, leave: () => { this.#at = null; this.look(); },
      click: (left, top) => this.#click(left, top), nudge: (right, down) => this.#nudge(right, down),
      selected: (path) => { if (this.cloud) this.select(inside(path, this.cloud.points, this.colours, this.scene.camera)); },
      cleared: () => this.select(null), moved: (view = true) => { this.soon(); if (view) this.settle(); } };
  }

  async #load(data) {
    this.#codes = data.codes;
    this.#close();
    try {
      const cloud = await Cloud.read(data.codes, data.titles), drift = new Drift(data.moments, data.explored);
      await drift.load(drift.home);
      if (this.#over || data.codes !== this.#codes) return;
      this.#take(data, cloud, drift);
      await Promise.all([this.#connect(data), drift.loadAll(() => this.timeline.read())]);
    } catch (error) {
      this.#failed(error);
    }
  }

  #take(data, cloud, drift) {
    Object.assign(this, { cloud, drift, palette: cloud.classes.map((_, label) => data.palette[label % data.palette.length]) });
    const { hover, timeline, picked, scene: { field } } = this;
    this.pictures = new Pictures({ hover, timeline, picked, field }, (error) => this.#failed(error));
    this.scene.note.hidden = true;
    this.tools.attributes(cloud.attributes);
    this.legend.classes(cloud.classes, this.palette);
    this.scene.camera.home(drift.frames[drift.home]);
    timeline.of(drift, cloud.classes.length);
    this.select(null);
  }

  async #connect(data) {
    const { pictures } = this;
    await pictures.open(data);
    if (this.#over || pictures !== this.pictures) return;
    if (this.#rows) pictures.selection(this.found, this.place.y);
    this.look();
    this.settle(0);
  }

  #failed(error) {
    if (this.#over) return;
    this.timeline.failed(error.message);
    if (!this.cloud) [this.scene.note.hidden, this.scene.note.textContent] = [false, error.message];
  }

  #repaint() {
    this.scene.field.forget();
    this.recolour();
    this.settle(0);
  }

  #rest() {
    if (!this.pictures?.ready) return;
    const { scene: { camera }, place: { y }, timeline, z, cloud, drift } = this, now = timeline.shown;
    const off = cloud.size > 2 ? z.join() : "";     // of two numbers the map shows all there is
    const key = [camera.x, camera.y, camera.scale, camera.width, camera.height, y, off].join(" ");
    const codeAt = (right, up) => cloud.plane.through(z, right, up);
    const wanted = !this.tools.field ? [] : timeline.playing && now < drift.last ? [now, now + 1] : [now];
    for (const m of wanted) this.pictures.tiles(m, { points: drift.frames[m] ?? cloud.points, camera, codeAt, y, key }, () => this.soon());
    this.pictures.strip(z, y);
    if (!timeline.playing && !this.#at) this.look();
  }

  #nearest(left, top) {
    const { camera } = this.scene;
    return this.cloud.nearest(...camera.plane(left, top), REACH / camera.scale, this.colours);
  }

  // An image's own code where its point is that of the explored weights, else the place on the plane through where one is.
  #code(row, left, top) {
    if (row !== null && this.explored) return this.cloud.code(row);
    return this.cloud.plane.through(this.z, ...this.scene.camera.plane(left, top));
  }

  #click(left, top) {
    if (!this.cloud) return;
    const row = this.#nearest(left, top), own = row !== null && this.explored && this.data.conditional;
    this.#go(this.#code(row, left, top), own ? this.cloud.labels[row] : this.place.y);
  }

  #nudge(right, down) {
    if (!this.cloud) return;
    const { plane } = this.cloud, [x, y] = plane.project(this.z), { scale } = this.scene.camera;
    this.#at = null;
    this.#go(plane.through(this.z, x + right / scale, y - down / scale));
    this.look();
  }

  // The studio above adopts it and puts it into the address.
  #go(z, y = this.place.y) {
    const { reach } = this.data;
    this.place.go(Float32Array.from(z, (value) => Math.max(-reach, Math.min(reach, value))), y, "map");
  }

  #close() {
    this.drift?.end();
    this.pictures?.close();
    this.scene.field.forget();
  }
}
