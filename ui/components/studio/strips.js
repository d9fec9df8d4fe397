// The strips of all sliders that are seen, decoded together beside the page, always from the newest code in hand, and
// painted one in a frame: all of them at once would make that frame late for the hand.
import { TILES } from "./axes.js";
import { batch, Latest } from "./latest.js";

export class Strips {
  constructor(hand) {
    this.hand = hand;
    this.latest = new Latest((wish) => this.#decode(wish));
  }

  follow(source) { this.source = source; }

  show(rows, z, y) {
    if (this.source && rows.length) this.latest.ask({ rows, z: Float32Array.from(z), y, source: this.source });
  }

  end() { this.latest.end(); }

  async #decode({ rows, z, y, source }) {
    const { latent, size, channels } = source, codes = new Float32Array(rows.length * TILES * latent);
    rows.flatMap((row) => row.codes(z, this.hand.free)).forEach((code, i) => codes.set(code, i * latent));
    const found = await batch(source, "strips", codes, y);
    if (found === null || source !== this.source) return;
    const each = TILES * size * size * channels;
    for (const [i, row] of rows.entries()) {
      await nextFrame();
      if (source !== this.source) return;
      row.paint(found.pixels.subarray(i * each, (i + 1) * each), size, channels);
    }
  }
}

const nextFrame = () => new Promise(requestAnimationFrame);
