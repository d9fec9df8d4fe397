// The same held-out images as points, from the first noise to clusters, at the moment looked at.
import { fetchPacked } from "../engine/packed.js";
import { Camera } from "../map/camera.js";
import { byClass } from "../map/colours.js";
import { Dots } from "../map/dots.js";
import { fill, make } from "../parts/dom.js";
import { story } from "../parts/feed.js";
import { Frame } from "../parts/frame.js";
import { moment } from "../parts/moment.js";
import { mounted } from "../parts/mounted.js";
import { around, placed } from "./places.js";

const SHARE = 0.72, TALLEST = 420;     // height for a width; px

export default mounted((component) => new Drifting(component));

class Drifting {
  #frame = new Frame(() => this.#show()); #camera = new Camera(); #asked = ""; #steps = []; #points = null; #now = null; #colours = null; #busy = false;

  constructor({ data, parentElement }) {
    Object.assign(this, { data, words: data.words, moment: moment(data.run) });
    this.canvas = make("canvas", { role: "img" });
    this.dots = new Dots(this.canvas);
    this.where = make("span", { className: "step" });
    this.legend = make("p", { className: "legend" });
    this.note = make("p", { className: "note", role: "status", textContent: data.words.waiting });
    const caption = make("figcaption", {}, make("span", { textContent: data.words.title }), this.where);
    this.figure = make("figure", { hidden: true }, caption, this.canvas, this.legend);
    parentElement.querySelector(".genlab-drifting").replaceChildren(this.figure, this.note);
    this.feed = story(data.story, this.moment);
    this.deaf = [this.moment.listen(() => this.#frame.soon()), this.feed.listen(({ value }) => { if (value) this.#hear(value); })];
    this.watch = new ResizeObserver(() => this.#fit());
    this.watch.observe(this.figure);
  }

  update({ data }) {
    this.data = data;
    if (data.live) this.feed.wake();
  }

  end() {
    this.#frame.end();
    this.watch.disconnect();
    this.deaf.forEach((forget) => forget());
    this.deaf = null;
  }

  // Asked for again only when there are other weights; one question at a time.
  async #hear({ milestones, checkpoints, active }) {
    const kept = [...milestones, ...checkpoints.slice(-1)].join();
    if (!kept && !active) this.note.textContent = this.words.nothing;
    if (!kept || kept === this.#asked || this.#busy) return;
    this.#busy = true;
    try {
      const { header, arrays } = await fetchPacked(this.data.points);
      this.#asked = kept;
      if (this.deaf) this.#take(header, arrays);
    } catch (error) {
      this.note.textContent = fill(this.words.failed, { reason: error.message });
    }
    this.#busy = false;
  }

  #take({ steps, classes }, { points, labels }) {
    this.figure.hidden = steps.length < 1;
    this.note.textContent = steps.length ? "" : this.words.waiting;
    if (!steps.length) return;
    [this.#steps, this.#points] = [steps, points];
    this.#now = new Float32Array(2 * labels.length);
    const there = [...new Set(labels)].sort((one, other) => one - other), colour = (label) => this.data.palette[label % this.data.palette.length];
    this.#colours = byClass(labels, classes.map((_, label) => colour(label)), new Set());
    this.legend.replaceChildren(...there.map((label) => {
      const name = make("span", { textContent: classes[label] });
      name.style.setProperty("--colour", colour(label));
      return name;
    }));
    this.#camera.home(points.subarray(points.length - this.#now.length));
    this.#fit();
  }

  #fit() {
    const width = this.figure.clientWidth, height = Math.round(Math.min(TALLEST, SHARE * width)), ratio = window.devicePixelRatio || 1;
    if (!width || !this.#points) return;
    this.#camera.resize(width, height);
    this.canvas.style.height = `${height}px`;
    Object.assign(this.canvas, { width: Math.round(width * ratio), height: Math.round(height * ratio) });
    this.#frame.soon();
  }

  #show() {
    if (!this.#points) return;
    const place = around(this.#steps, this.moment.step ?? this.#steps.at(-1)), [from, to] = place.map((i) => this.#steps[i]?.toLocaleString("en"));
    placed(this.#points, place, this.#now);
    this.dots.draw(this.#now, this.#colours, null, this.#camera, window.devicePixelRatio || 1);
    const said = fill(this.words[from === to ? "at" : "between"], { from, to });
    if (this.where.textContent === said) return;
    this.where.textContent = said;
    this.canvas.setAttribute("aria-label", `${this.words.title}, ${said}`);
  }
}
