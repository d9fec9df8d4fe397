// What the model draws all over the pad, as tiles behind it, decoded beside the page. Coarse at first; finer where the
// model is quick enough.
import { paintMany } from "../engine/paint.js";
import { batch, Latest } from "./latest.js";

const COARSE = 7, SIDES = [15, 13, 11, 9, COARSE];     // tiles in a row
const TIME = 350;                                      // ms a whole field may take

export class Field {
  #side = COARSE; #settled = false; #drawn = null;

  constructor(canvas) {
    this.canvas = canvas;
    this.latest = new Latest((wish) => this.#decode(wish));
  }

  follow(source) {
    this.source = source;
    [this.#side, this.#settled, this.#drawn] = [COARSE, false, null];
  }

  // Everything the field depends on: the surface, the kept code it goes through, the class. A code that has only moved
  // within the surface changes nothing.
  show(surface, kept, y) {
    if (!this.source || surface.flat) return;
    const middle = surface.put(kept, 0.5, 0.5, new Float32Array(kept.z.length)), drawn = this.#drawn;
    if (drawn && drawn.surface === surface && drawn.y === y && close(drawn.middle, middle)) return;
    this.#drawn = { surface, y, middle };
    this.latest.ask({ surface, kept: { z: Float32Array.from(kept.z), at: kept.at }, y, source: this.source });
  }

  end() { this.latest.end(); }

  async #decode(wish) {
    const side = this.#side, { source } = wish, codes = grid(wish, side, source.latent);
    const found = await batch(source, "field", codes, wish.y);
    if (source !== this.source) return;
    if (found === null) return void (this.#drawn = null);
    paintMany(this.canvas, found.pixels, source.size, source.channels, side * side, side);
    if (!this.#settled) this.#settle(wish, found.ms / (side * side));
  }

  #settle(wish, ms) {
    this.#settled = true;
    this.#side = SIDES.find((side) => side * side * ms < TIME) ?? COARSE;
    if (this.#side > COARSE && !this.latest.waits) this.latest.ask(wish);
  }
}

// The codes in the middles of the tiles, row by row from the top. -> (side * side * L)
function grid({ surface, kept }, side, latent) {
  const codes = new Float32Array(side * side * latent);
  for (let tile = 0; tile < side * side; tile++) {
    const x = (tile % side + 0.5) / side, y = (Math.floor(tile / side) + 0.5) / side;
    surface.put(kept, x, y, codes.subarray(tile * latent, (tile + 1) * latent));
  }
  return codes;
}

const close = (a, b) => a.every((value, i) => Math.abs(value - b[i]) < 1e-4);
