// The real images nearest to the decoded picture, asked for when the pointer rests. The old ones stay until then.
import { paint } from "../engine/paint.js";
import { fill, make } from "../parts/dom.js";

const REST = 120, SHOWN = 4;     // ms without a move; images

export class Nearest {
  #timer = 0;

  constructor(words, classes) {
    Object.assign(this, { words, classes });
    this.cards = Array.from({ length: SHOWN }, () => {
      const canvas = make("canvas", { role: "img", "aria-label": words["nearest-waiting"] });
      return { canvas, caption: make("figcaption", { textContent: "\n" }) };
    });
    this.note = make("p", { className: "none", textContent: words["nearest-none"], hidden: true });
    const figures = this.cards.map(({ canvas, caption }) => make("figure", {}, canvas, caption));
    this.box = make("div", { className: "cards" }, ...figures);
    this.root = make("div", { className: "nearest" }, make("h4", { textContent: words.nearest }), this.box, this.note);
  }

  follow(source) { this.source = source; }

  ask(z, y) {
    clearTimeout(this.#timer);
    if (!this.source) return;
    const code = Float32Array.from(z);
    this.#timer = setTimeout(() => this.source.nearest(code, y, SHOWN, (found) => this.#show(found)), REST);
  }

  end() { clearTimeout(this.#timer); }

  #show(found) {
    this.note.hidden = found !== null;
    this.box.hidden = found === null;
    if (found === null) return;
    const { size, channels } = this.source, each = size * size * channels;
    this.cards.forEach(({ canvas, caption }, i) => {
      if (i >= found.rows.length) return;
      const name = this.classes[found.labels[i]] ?? found.labels[i], distance = found.distances[i].toFixed(1);
      const image = Float32Array.from(found.pixels.subarray(i * each, (i + 1) * each), (value) => value / 255);
      paint(canvas, image, size, channels);
      canvas.setAttribute("aria-label", fill(this.words.one, { name, distance }));
      caption.textContent = `${name}\n${distance}`;
    });
  }
}
