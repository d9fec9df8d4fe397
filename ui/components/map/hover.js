// Beside the map: what the decoder draws where the pointer is, and the real image that lies there.
import { paint } from "../engine/paint.js";
import { fill, make } from "../parts/dom.js";

export class Hover {
  #picture = make("canvas", { role: "img" }); #real = make("img", { alt: "" }); #none = make("span", { className: "none" });
  #drawn = make("figcaption"); #shown = make("figcaption"); #row = null;

  constructor(words) {
    this.words = words;
    this.#picture.setAttribute("aria-label", words.decoded);
    this.#drawn.textContent = words.decoded;
    this.root = make("div", { className: "hover" },
      make("figure", {}, this.#picture, this.#drawn),
      make("figure", {}, make("div", { className: "real" }, this.#real, this.#none), this.#shown));
    this.real(null);
  }

  show(pixels, { size, channels }) { paint(this.#picture, pixels, size, channels); }

  said(what) { this.#drawn.textContent = what; }

  // The image under the pointer; the last one goes when there is none.
  real(row, url, name) {
    if (row === this.#row && row !== null) return;
    this.#row = row;
    this.#real.hidden = row === null;
    this.#none.hidden = row !== null;
    this.#none.textContent = this.words.nobody;
    this.#shown.textContent = row === null ? this.words.real : fill(this.words.image, { row, name });
    if (row === null) return;
    this.#real.src = url;
    this.#real.alt = fill(this.words.image, { row, name });
  }
}
