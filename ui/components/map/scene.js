// The three canvases of the map, one above the other: decoded tiles, points, lines. Says how long a drawing took.
import { fill, make } from "../parts/dom.js";
import { Camera } from "./camera.js";
import { Dots } from "./dots.js";
import { Field } from "./field.js";
import { Ink } from "./ink.js";

const TALLEST = 520, LEAST = 300, SHARE = 0.72;     // px; height for a width
const TIMED = 9, ENOUGH = 3;                        // drawings whose median is told, at most and at least

export class Scene {
  camera = new Camera(); #spent = []; #layers; #watch;

  constructor(words, onFit) {
    Object.assign(this, { words, onFit });
    this.#layers = ["tiles", "points", "lines"].map((className) => make("canvas", { className }));
    const [tiles, points, lines] = this.#layers;
    Object.assign(lines, { tabIndex: 0 });
    lines.setAttribute("role", "application");
    lines.setAttribute("aria-label", words.map);
    this.lines = lines;
    this.field = new Field(tiles);
    this.dots = new Dots(points);
    this.ink = new Ink(lines);
    this.note = make("p", { className: "note", role: "status", textContent: words.waiting });
    this.root = make("div", { className: "stage" }, ...this.#layers, this.note);
    this.drawn = make("span", { className: "small drawn" });
    this.#watch = new ResizeObserver(() => this.fit());
    this.#watch.observe(this.root);
  }

  fit() {
    const width = Math.max(200, this.root.clientWidth), ratio = window.devicePixelRatio || 1;
    const height = Math.round(Math.min(TALLEST, Math.max(LEAST, SHARE * width)));
    this.camera.resize(width, height);
    this.root.style.height = `${height}px`;
    for (const canvas of this.#layers) [canvas.width, canvas.height] = [Math.round(width * ratio), Math.round(height * ratio)];
    this.onFit();
  }

  // cloud: points and labels; colours and the selected rows; `at`: time in moments; where one stands; what the hand draws.
  draw(cloud, { colours, rows, at, tiles, names, axes, here, pointer }) {
    const { camera, ink } = this, start = performance.now(), ratio = window.devicePixelRatio || 1, moment = Math.floor(at);
    this.field.draw(moment, at - moment, camera, ratio, tiles);
    this.dots.draw(cloud.points, colours, rows, camera, ratio);
    ink.clear(ratio);
    ink.circles(camera, cloud.plane.project(new Float32Array(cloud.size)));
    if (names) ink.names(camera, cloud.points, cloud.labels, colours, cloud.classes);
    ink.axes(camera, axes);
    ink.mark(camera, cloud.plane.project(here));
    ink.path(pointer.path);
    if (pointer.cross) ink.cross(pointer.cross);
    this.#say(cloud.n, performance.now() - start);
  }

  end() { this.#watch.disconnect(); }

  // The median of the last drawings; the first ones make buffers, and are no measure.
  #say(n, ms) {
    this.#spent = [...this.#spent.slice(1 - TIMED), ms];
    if (this.#spent.length < ENOUGH) return;
    const median = [...this.#spent].sort((one, other) => one - other)[Math.floor(this.#spent.length / 2)];
    const text = fill(this.words.drawn, { n: n.toLocaleString("en"), ms: median.toFixed(1) });
    if (this.drawn.textContent !== text) this.drawn.textContent = text;
  }
}
