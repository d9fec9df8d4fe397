// The stops of a walk as a row of cards: a picture that leads there, and buttons that move it or take it away.
import { paint } from "../engine/paint.js";
import { fill, make } from "../parts/dom.js";

export class Stops {
  #cards = [];

  // `go(i)`, `move(i, j)` and `remove(i)` are asked when a card's buttons are pressed.
  constructor(words, asked) {
    Object.assign(this, { words, asked });
    this.root = make("div", { className: "stops", role: "group", "aria-label": words.stops });
  }

  draw(source, stops, y) {
    while (this.#cards.length < stops.length) this.#add();
    while (this.#cards.length > stops.length) this.#cards.pop().card.remove();
    this.#cards.forEach((card, i) => this.#set(card, i, stops.length));
    const codes = new Float32Array(stops.length * source.latent), each = source.size ** 2 * source.channels;
    stops.forEach((stop, i) => codes.set(stop, i * source.latent));
    source.batch("stops", codes, y, (pixels) => this.#cards.slice(0, pixels.length / each).forEach(({ canvas }, i) =>
      paint(canvas, pixels.subarray(i * each, (i + 1) * each), source.size, source.channels)));
  }

  // The stop that is just shown; -1 between two.
  point(at) {
    this.#cards.forEach(({ go }, i) => go.setAttribute("aria-pressed", String(i === at)));
  }

  #add() {
    const canvas = make("canvas"), number = make("span", { className: "number" });
    const go = make("button", { type: "button", className: "go" }, canvas, number);
    const [earlier, later, away] = ["‹", "›", "×"].map((sign) => make("button", { type: "button" }, sign));
    const card = make("div", { className: "stop" }, go, make("div", { className: "hands" }, earlier, later, away));
    this.root.append(card);
    this.#cards.push({ card, canvas, number, go, earlier, later, away });
  }

  #set({ number, go, earlier, later, away }, i, n) {
    number.textContent = i + 1;
    name(go, fill(this.words["go-stop"], { n: i + 1 }), () => this.asked.go(i));
    name(earlier, fill(this.words.earlier, { n: i + 1 }), () => this.asked.move(i, i - 1), i === 0);
    name(later, fill(this.words.later, { n: i + 1 }), () => this.asked.move(i, i + 1), i === n - 1);
    name(away, fill(this.words.remove, { n: i + 1 }), () => this.asked.remove(i), n <= 1);
  }
}

function name(button, words, onclick, disabled = false) {
  Object.assign(button, { title: words, onclick, disabled });
  button.setAttribute("aria-label", words);
}
