// One run's picture under its name: the whole of it, or one of the two rows that a picture of reconstructions has.
import { make } from "../parts/dom.js";

const ROWS = { whole: [0, 1], upper: [0, 0.5], lower: [0.5, 1] };     // shares of the height

export class Pane {
  #drawn = null;

  // `name` says whose it is (an element), `alt` what a screen reader hears before the note.
  constructor(name, alt, part = "whole") {
    Object.assign(this, { alt, part });
    this.canvas = make("canvas", { role: "img", "aria-label": alt, width: 1, height: 1 });
    this.note = make("span", { className: "note" });
    this.root = make("figure", {}, make("figcaption", {}, name, this.note), this.canvas);
  }

  // The old picture stays until the new one is decoded.
  show(picture, note) {
    this.note.textContent = note;
    this.canvas.setAttribute("aria-label", `${this.alt}, ${note}`);
    if (!picture || picture === this.#drawn) return;
    this.#drawn = picture;
    paint(this.canvas, picture, this.part);
  }
}

// Two rows stand one pixel apart.
export function paint(canvas, picture, part) {
  const [from, to] = ROWS[part], top = Math.ceil(from * (picture.height + 1));
  const height = part === "whole" ? picture.height : Math.floor((to - from) * (picture.height + 1)) - (to < 1 ? 1 : 0);
  canvas.width = picture.width;
  canvas.height = Math.min(height, picture.height - top);
  canvas.getContext("2d").drawImage(picture, 0, top, canvas.width, canvas.height, 0, 0, canvas.width, canvas.height);
}
