// The walk as a strip of pictures with a mark where one is; the pointer scrubs on it. Keys do the same on the slider.
import { paintMany } from "../engine/paint.js";
import { make } from "../parts/dom.js";
import { codeAt } from "./path.js";

const TILES = 18;     // pictures in the strip; more would be smaller than a fingertip

export class Reel {
  #tiles = 1;

  // `scrub(share)` is called with the place from 0 to 1 under the pointer.
  constructor(words, scrub) {
    this.canvas = make("canvas", { role: "img", "aria-label": words.reel });
    this.mark = make("span", { className: "mark", "aria-hidden": "true" });
    this.root = make("div", { className: "reel" }, this.canvas, this.mark);
    const go = (event) => {
      const box = this.canvas.getBoundingClientRect();
      scrub(this.#share((event.clientX - box.left) / box.width));
    };
    this.root.onpointerdown = (event) => { this.root.setPointerCapture(event.pointerId); go(event); };
    this.root.onpointermove = (event) => { if (this.root.hasPointerCapture(event.pointerId)) go(event); };
  }

  // Pictures evenly spread over the way from frame 0 to `end`, both shown.
  draw(source, { stops, steps, kind, closed }, y, end) {
    const n = this.#tiles = Math.min(TILES, Math.ceil(end) + 1), codes = new Float32Array(n * source.latent);
    for (let i = 0; i < n; i++) {
      const out = codes.subarray(i * source.latent, (i + 1) * source.latent);
      codeAt(stops, steps, kind, closed, n > 1 ? (end * i) / (n - 1) : 0, out);
    }
    source.batch("reel", codes, y, (pixels) => paintMany(this.canvas, pixels, source.size, source.channels, n));
  }

  // The mark stands in the middle of the picture that is shown.
  point(share) {
    this.mark.style.left = `${100 * (0.5 + share * (this.#tiles - 1)) / this.#tiles}%`;
  }

  #share(across) {
    const share = (across * this.#tiles - 0.5) / Math.max(1, this.#tiles - 1);
    return Math.max(0, Math.min(1, share));
  }
}
