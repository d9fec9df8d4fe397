// The picture of the shown code, large; it fades as the code leaves the data. Below it what decoding took.
import { paint } from "../engine/paint.js";
import { fill, make, write } from "./dom.js";

const FADED = 0.4, READ = 400;     // opacity of a picture nobody taught the model; ms between two latencies shown
const KEPT = 31;                   // decodes of which the median is shown

export class Picture {
  #times = []; #shown = -Infinity;

  constructor(words, onAgain) {
    this.words = words;
    this.canvas = make("canvas", { role: "img", "aria-label": words.picture });
    this.note = make("p", { role: "status", textContent: words.waiting });
    this.again = make("button", { type: "button", hidden: true, textContent: words.again, onclick: onAgain });
    const note = make("div", { className: "note" }, this.note, this.again);
    this.frame = make("div", { className: "frame waiting" }, this.canvas, note);
    this.latency = make("span", { className: "latency" });
    this.why = make("span", { className: "why" });
    const small = make("p", { className: "small" }, this.latency, " ", this.why);
    this.root = make("section", { className: "picture" }, this.frame, small);
  }

  ready(source) {
    this.source = source;
    this.#times = [];
    this.frame.classList.remove("waiting");
    this.why.textContent = source.where === "page" ? "" : this.words[source.why] ?? "";
  }

  failed(reason) {
    this.frame.classList.add("waiting");
    this.note.textContent = fill(this.words.failed, { reason });
    this.again.hidden = false;
  }

  waiting() {
    this.note.textContent = this.words.waiting;
    this.again.hidden = true;
  }

  show(pixels, ms) {
    paint(this.canvas, pixels, this.source.size, this.source.channels);
    this.#times.push(ms);
    if (this.#times.length > KEPT) this.#times.shift();
    const now = performance.now();
    if (now - this.#shown > READ) this.#tell(now);
  }

  fade(share) { this.canvas.style.opacity = 1 - (1 - FADED) * share; }

  #tell(now) {
    const median = this.#times.toSorted((a, b) => a - b)[this.#times.length >> 1];
    const ms = median < 10 ? median.toFixed(1) : median.toFixed(0);
    write(this.latency, fill(this.words[this.source.where === "page" ? "here" : "there"], { ms }));
    this.#shown = now;
  }
}
