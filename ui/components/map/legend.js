// What the colours mean: a button for each class, which hides and shows it, and the bar of a scale.
import { make } from "../parts/dom.js";

export class Legend {
  #classes = make("div", { className: "classes", role: "group" });
  #bar = make("div", { className: "scale", hidden: true });
  #low = make("span"); #high = make("span"); #shades = make("span", { className: "shades" });

  constructor(words, onHide) {
    Object.assign(this, { words, onHide, hidden: new Set() });
    this.#classes.setAttribute("aria-label", words.classes);
    this.#bar.append(this.#low, this.#shades, this.#high);
    this.root = make("div", { className: "legend" }, this.#bar, this.#classes);
  }

  classes(names, palette) {
    this.#classes.replaceChildren(...names.map((name, label) => {
      const pressed = String(!this.hidden.has(label));
      const button = make("button", { type: "button", textContent: name, title: this.words.hide, "aria-pressed": pressed });
      button.style.setProperty("--colour", palette[label]);
      button.onclick = () => this.#toggle(label, button);
      return button;
    }));
  }

  // Without a scale the colours are those of the classes.
  scale(shades, [low, high] = [], unit = "") {
    this.#bar.hidden = !shades;
    this.root.classList.toggle("scaled", Boolean(shades));
    if (!shades) return;
    this.#shades.style.background = `linear-gradient(to right, ${shades.join(", ")})`;
    this.#low.textContent = said(low, unit);
    this.#high.textContent = said(high, unit);
  }

  #toggle(label, button) {
    if (!this.hidden.delete(label)) this.hidden.add(label);
    button.setAttribute("aria-pressed", String(!this.hidden.has(label)));
    this.onHide();
  }
}

// Three digits that count, with a real minus, and the unit.
export function said(value, unit = "") {
  const digits = Math.abs(value) >= 100 ? 0 : Math.abs(value) >= 10 ? 1 : 2;
  const number = (value < 0 ? "−" : "") + Math.abs(value).toFixed(digits);
  return unit ? `${number} ${unit}` : number;
}
