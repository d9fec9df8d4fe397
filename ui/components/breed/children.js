// A litter: variations of one code side by side. Under the pointer, or with the focus, one is shown; a press keeps it.
import { paint } from "../engine/paint.js";
import { fill, make } from "../parts/dom.js";

export class Children {
  #buttons = [];

  // `look(i)` when child i is shown, `leave()` when none is any more, `keep(i)` when one is chosen.
  constructor(words, n, { look, leave, keep }) {
    this.words = words;
    this.root = make("div", { className: "children", role: "group", "aria-label": words.litter, onpointerleave: leave });
    for (let i = 0; i < n; i++) {
      const button = make("button", { type: "button", onclick: () => keep(i), onfocus: () => look(i), onblur: leave,
                                      onpointerenter: () => look(i) }, make("canvas"));
      this.#buttons.push(button);
      this.root.append(button);
    }
  }

  draw(source, codes, y, distance, able) {
    const each = source.size ** 2 * source.channels;
    this.#buttons.forEach((button, i) => {
      button.disabled = !able;
      button.title = fill(able ? this.words.child : this.words.full, { n: i + 1, distance });
      button.setAttribute("aria-label", button.title);
    });
    source.batch("litter", codes, y, (pixels) => this.#buttons.forEach((button, i) =>
      paint(button.firstChild, pixels.subarray(i * each, (i + 1) * each), source.size, source.channels)));
  }
}
