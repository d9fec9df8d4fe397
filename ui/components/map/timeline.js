// The training under the hand: play, a scrubber over the kept moments, and what one code draws at each of them.
import { paint } from "../engine/paint.js";
import { fill, make } from "../parts/dom.js";
import { said } from "./legend.js";
import { story } from "./story.js";

export class Timeline {
  #play = make("button", { type: "button", className: "play" }); #scrub = make("input", { type: "range", min: 0, step: 0.01 });
  #step = make("output"); #strip = make("div", { className: "strip" }); #tale = make("p", { className: "tale", "aria-live": "polite" });
  #facts = make("dl"); #reading = make("p", { className: "small" }); #frame = 0; #drift = null; #classes = 1;

  constructor(words, onTime) {
    Object.assign(this, { words, onTime, at: 0 });
    this.#scrub.setAttribute("aria-label", words.scrub);
    this.#play.onclick = () => (this.playing ? this.halt() : this.play());
    this.#scrub.oninput = () => { this.halt(); this.#go(Number(this.#scrub.value)); };
    this.#scrub.onkeydown = (event) => this.#key(event);
    this.root = make("section", { className: "timeline" },
      make("div", { className: "hand" }, this.#play, this.#step, this.#facts),
      make("div", { className: "track" }, this.#scrub, this.#strip), this.#reading, this.#tale);
    this.#label();
  }

  get playing() { return this.#frame !== 0; }

  // Begins with the map as it is explored.
  of(drift, classes) {
    this.halt();
    [this.#drift, this.#classes] = [drift, classes];
    this.#scrub.max = drift.last;
    this.root.hidden = drift.last < 1;
    this.#strip.parentElement.style.setProperty("--moments", drift.moments.length);
    this.#strip.replaceChildren(...drift.moments.map(({ step }, i) => {
      const label = { type: "button", "aria-label": `${this.words.step} ${step}` };
      const button = make("button", label, make("canvas"), make("span", { textContent: short(step) }));
      button.onclick = () => { this.halt(); this.#go(i); };
      return button;
    }));
    this.#go(drift.home);
    this.read();
  }

  // Another moment has been read.
  read() {
    const { moments, frames, complete } = this.#drift, n = frames.filter(Boolean).length;
    this.#play.disabled = this.#scrub.disabled = !complete;
    for (const button of this.#strip.children) button.disabled = !complete;
    this.#reading.textContent = complete ? "" : fill(this.words.reading, { n, all: moments.length });
    this.#tell();
  }

  failed(reason) { this.#reading.textContent = reason; }

  picture(i, pixels, { size, channels }) {
    const canvas = this.#strip.children[i]?.querySelector("canvas");
    if (canvas) paint(canvas, pixels, size, channels);
  }

  play() {
    if (this.at >= this.#drift.last) this.#go(0);
    let before = performance.now();
    const tick = (now) => {
      const passed = Math.max(0, now - before);     // a frame may have begun before the click
      const next = this.at + passed / this.#drift.pace(Math.floor(this.at)), over = next >= this.#drift.last;
      before = now;
      this.#frame = over ? 0 : requestAnimationFrame(tick);
      this.#go(over ? this.#drift.last : next);
      if (over) this.#label();
    };
    this.#frame = requestAnimationFrame(tick);
    this.#label();
  }

  halt() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#label();
  }

  #go(at) {
    const shown = this.shown;
    this.at = at;
    this.#scrub.value = at;
    if (shown !== this.shown || !this.#step.textContent) this.#tell();
    this.onTime(at);
  }

  // The moment whose numbers and pictures are shown: the nearest one.
  get shown() { return Math.round(this.at); }

  #tell() {
    const { moments, facts, last } = this.#drift, fact = facts[this.shown], step = moments[this.shown].step;
    this.#step.textContent = `${this.words.step} ${step.toLocaleString("en")}`;
    this.#scrub.setAttribute("aria-valuetext", `${this.words.step} ${step}`);
    [...this.#strip.children].forEach((button, i) => button.setAttribute("aria-current", String(i === this.shown)));
    if (!fact) return;
    const many = this.#classes > 1;
    this.#facts.replaceChildren(
      ...(many ? pair(this.words.same, `${Math.round(100 * fact.same)} %`, this.words["same-help"]) : []),
      ...pair(this.words.nats, said(fact.nats), this.words["nats-help"]),
      ...(fact.loss === null ? [] : pair(this.words.loss, said(fact.loss), this.words["loss-help"])));
    this.#tale.textContent = facts[last] ? this.words[story(fact, facts[last], this.#classes)] : "";
  }

  #key(event) {
    const ways = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }, { last } = this.#drift;
    const ends = { Home: 0, End: last }, way = ways[event.key];
    if (way === undefined && ends[event.key] === undefined) return;
    event.preventDefault();
    this.halt();
    this.#go(Math.max(0, Math.min(last, ends[event.key] ?? (way > 0 ? Math.floor(this.at) + 1 : Math.ceil(this.at) - 1))));
  }

  #label() {
    const words = this.playing ? this.words.pause : this.words.play;
    this.#play.replaceChildren(make("span", { textContent: this.playing ? "❚❚" : "▶", "aria-hidden": "true" }), words);
  }
}

const pair = (name, value, help) => [make("div", { title: help }, make("dt", { textContent: name }), make("dd", { textContent: value }))];
const short = (step) => step < 10_000 ? String(step) : `${Math.round(step / 1000)}k`;
