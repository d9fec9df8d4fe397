// The card of a selection: how many images of which classes, what its mean code draws and what lies around it.
import { paintMany } from "../engine/paint.js";
import { fill, make } from "../parts/dom.js";
import { said } from "./legend.js";

const AROUND = [-1, 0, 1];     // standard deviations along the main axis

export class Picked {
  #head = make("h4"); #bars = make("div", { className: "bars", role: "img" });
  #pictures = make("canvas", { role: "img" }); #along = make("figcaption"); #table = make("table");
  #hint = make("p", { className: "small" }); #card = make("div", { className: "card" });

  constructor(words, { onGo, onClear }) {
    this.words = words;
    this.#hint.textContent = words.hint;
    this.#pictures.setAttribute("aria-label", words.around);
    const go = make("button", { type: "button", className: "go", textContent: words.go, onclick: onGo });
    const clear = make("button", { type: "button", textContent: words.clear, onclick: onClear });
    this.#card.append(this.#head, this.#bars, make("figure", {}, this.#pictures, this.#along), this.#table,
      make("div", { className: "row" }, go, clear));
    this.root = make("section", { className: "picked", "aria-live": "polite" }, this.#hint, this.#card);
    this.none();
  }

  none() {
    this.#hint.hidden = false;
    this.#card.hidden = true;
  }

  // found: of selection.js; table: the attributes' titles and units.
  show(found, { n, classes, palette, table, step }) {
    const { words } = this;
    this.#hint.hidden = true;
    this.#card.hidden = false;
    this.#head.textContent = fill(words.count, { count: found.count.toLocaleString("en"), n: n.toLocaleString("en") });
    this.#columns(found.histogram, classes, palette);
    const [spread, share] = [said(found.spread), Math.round(100 * found.share)];
    this.#along.textContent = fill(words.along, { spread, share, step: step.toLocaleString("en") });
    this.#table.hidden = !table.length;
    this.#table.replaceChildren(
      line("th", ["", words.selection, words.all, words.apart]),
      ...table.map(({ title, unit }, a) => {
        const { mean, all, apart } = found.attributes[a];
        return line("td", [title, said(mean, unit), said(all, unit), (apart > 0 ? "+" : "") + said(apart)]);
      }));
  }

  draw(source, found, y) {
    const codes = AROUND.flatMap((away) => Array.from(found.mean, (value, d) => value + away * found.spread * found.axis[d]));
    source.batch("picked", Float32Array.from(codes), y, (pixels) => paintMany(this.#pictures, pixels, source.size, source.channels, AROUND.length));
  }

  #columns(histogram, classes, palette) {
    const most = Math.max(1, ...histogram);
    this.#bars.setAttribute("aria-label", classes.map((name, label) => `${name}: ${histogram[label]}`).join(", "));
    this.#bars.replaceChildren(...classes.map((name, label) => {
      const bar = make("span", { className: "bar", title: `${name}: ${histogram[label]}` });
      bar.style.height = `${(100 * histogram[label]) / most}%`;
      bar.style.background = palette[label];
      return make("span", { className: "column" }, make("span", { className: "space" }, bar), make("span", { textContent: name }));
    }));
  }
}

const line = (cell, texts) =>
  make("tr", {}, ...texts.map((text, i) => make(i ? cell : "th", { textContent: text, scope: i ? "" : "row" })));
