// Bars beside each other: what the model draws, and a frame where as much would be expected.
import { make } from "../parts/dom.js";

const MOST = 30;     // labels that are still readable below their bars

export class Bars {
  #names = ""; #bars = [];

  constructor(title) {
    this.title = make("figcaption", { textContent: title });
    this.plot = make("div", { className: "bars", role: "img" });
    this.words = make("p", { className: "words" });
    this.root = make("figure", { hidden: true }, this.title, this.plot, this.words);
  }

  // values and expected (or null): one for each name, in the same unit; `sentence` says what matters.
  show(names, values, expected, sentence, step) {
    this.root.hidden = false;
    this.#make(names);
    const top = Math.max(...values, ...(expected ?? []), 1e-9);
    this.#bars.forEach(([bar, frame], i) => {
      bar.style.height = `${100 * values[i] / top}%`;
      bar.parentElement.classList.toggle("missing", values[i] === 0);
      frame.style.height = expected ? `${100 * expected[i] / top}%` : "0";
      frame.hidden = !expected;
    });
    if (this.words.textContent !== sentence) this.words.textContent = sentence;
    this.plot.setAttribute("aria-label", `${this.title.textContent}, ${step}: ${sentence}`);
  }

  #make(names) {
    if (this.#names === names.join("\n")) return;
    this.#names = names.join("\n");
    this.#bars = names.map(() => [make("div", { className: "drawn" }), make("div", { className: "real" })]);
    const label = (name) => make("span", { textContent: names.length <= MOST ? name : "" });
    this.plot.replaceChildren(...names.map((name, i) => make("div", { className: "place", title: name },
      make("div", { className: "shaft" }, this.#bars[i][1], this.#bars[i][0]), label(name))));
  }
}
