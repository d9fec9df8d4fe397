// What the reader chooses about the curves, and what the lines and symbols on them mean.
import { fill, make } from "../parts/dom.js";
import { KINDS } from "./marks.js";

export class Bar {
  #smoothing = make("input", { type: "range", className: "smoothing", min: 0, max: 0.98, step: 0.02, value: 0.6 });
  #log = make("input", { type: "checkbox", className: "log" }); #family = make("input", { type: "checkbox", className: "family", checked: true });
  #axis = make("select", { className: "axis" }); #switch; #legend = make("ul", { className: "meaning" });

  constructor(words, onChange) {
    this.words = words;
    this.#axis.append(...["steps", "seconds"].map((value) => make("option", { value, textContent: words[value] })));
    this.#switch = make("label", { hidden: true }, this.#family, words.family);
    for (const control of [this.#smoothing, this.#log, this.#family, this.#axis]) control.oninput = () => onChange(control.className);
    this.root = make("div", {},
      make("div", { className: "bar" }, make("label", {}, words.smoothing, this.#smoothing), make("label", {}, this.#log, words.log),
        make("label", {}, words.axis, this.#axis), this.#switch),
      this.#legend);
  }

  get weight() { return Number(this.#smoothing.value); }
  get log() { return this.#log.checked; }
  get seconds() { return this.#axis.value === "seconds"; }
  get family() { return this.#family.checked; }

  // Which kinds of marks there are, and whose lines are drawn beside the run's own.
  means(kinds, { all, there, left }) {
    this.#switch.hidden = !all.length;
    const marks = Object.entries(KINDS).filter(([kind]) => kinds.has(kind)).map(([kind, [, sign]]) => item(sign, this.words[kind]));
    const lines = (this.family ? there : []).map((relative) => {
      const words = fill(this.words[relative.kind === "parent" ? "parent-line" : "branch-line"], relative);
      return make("li", {}, make("span", { className: `line ${relative.dash}` }), make("a", { href: `?run=${relative.run}`, target: "_self", textContent: words }));
    });
    const rest = this.family && left ? [item("", fill(this.words.more, { n: left }))] : [];
    this.#legend.replaceChildren(...marks, ...lines, ...rest);
  }
}

const item = (sign, words) => make("li", {}, make("span", { className: "sign", textContent: sign }), words);
