// The bar beside the picture: how far the shown code is from where data lies, in three zones, in words and in numbers.
import { EDGE, INSIDE } from "./distance.js";
import { fill, make, write } from "../parts/dom.js";

const ZONES = [[INSIDE, 0.6], [EDGE, 0.8]];     // up to which share a zone reaches, and how far on the bar
const READ = 100;     // ms between two sentences: numbers that change in every frame cannot be read

export class Bar {
  #found = null; #told = 0;

  constructor(words) {
    this.words = words;
    this.mark = make("i", { className: "mark" });
    this.meter = make("div", { className: "bar", role: "meter", "aria-label": words.bar, "aria-valuemin": 0,
      "aria-valuemax": 100 }, ...["among", "edge", "far"].map((zone) => make("span", { className: zone })), this.mark);
    this.word = make("strong");
    this.sentence = make("p", { className: "sentence", textContent: words["bar-waiting"] });
    this.faded = make("p", { className: "faded", textContent: words.faded });
    const verdict = make("p", { className: "verdict" }, make("i", { className: "dot" }), this.word);
    this.root = make("div", { className: "distance" }, verdict, this.meter, this.sentence, this.faded);
    this.root.dataset.zone = "";
  }

  // `found` is what distance.js says. Returns how much the picture has to fade, 0..1.
  show(found) {
    const zone = found.share < INSIDE ? "among" : found.share < EDGE ? "edge" : "far";
    if (this.root.dataset.zone !== zone) {
      this.root.dataset.zone = zone;
      write(this.word, this.words[zone]);
    }
    this.mark.style.transform = `translateX(${(100 * along(found)).toFixed(2)}%)`;
    this.#found = found;
    this.#told ||= setTimeout(() => this.#tell(), READ);
    return found.share < INSIDE ? 0 : Math.min(1, (found.share - INSIDE) / (EDGE - INSIDE));
  }

  say(sentence) {
    clearTimeout(this.#told);     // numbers of a moment ago would replace it
    this.#told = 0;
    this.sentence.textContent = sentence;
  }

  #tell() {
    const { share, distance, usual } = this.#found;
    this.#told = 0;
    this.meter.setAttribute("aria-valuenow", Math.round(100 * share));
    this.meter.setAttribute("aria-valuetext", this.words[this.root.dataset.zone]);
    write(this.sentence, fill(this.words.sentence, {
      share: percent(share), distance: distance.toFixed(2), usual: usual.toFixed(2) }));
  }
}

// Where on the bar: the two first zones by share, the last one by how much farther than the farthest image.
export function along({ share, beyond }) {
  let [from, start] = [0, 0];
  for (const [upTo, end] of ZONES) {
    if (share < upTo) return start + (end - start) * (share - from) / (upTo - from);
    [from, start] = [upTo, end];
  }
  return start + (1 - start) * (1 - Math.exp(-2 * Math.max(0, beyond - 0.8)));
}

const percent = (share) => share > 0.99 && share < 1 ? (100 * share).toFixed(1) : (100 * share).toFixed(0);
