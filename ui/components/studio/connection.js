// The decoder behind the stage, and after the first picture the codes of real images.
import { Line } from "../parts/line.js";
import { fetchPacked } from "../engine/packed.js";
import { DataDistance, PriorLength } from "./distance.js";

export class Connection {
  #codes = null; #data = null; #over = false;

  constructor(stage) {
    this.stage = stage;
    this.line = new Line(stage.picture, (source) => {
      stage.follow(source);
      this.#measure();
    });
  }

  to(data) {
    this.#data = data;
    this.line.to(data);
    if (this.line.source && data.codes !== this.#codes) this.#measure();
  }

  again(data) { this.line.again(data); }

  end() {
    this.#over = true;
    this.line.end();
  }

  async #measure() {
    const { codes, latent } = this.#data;
    this.#codes = codes;
    if (codes === null) return this.stage.measure(new PriorLength(latent), null);
    try {
      const { header, arrays } = await fetchPacked(codes);
      if (!this.#over && codes === this.#codes) this.stage.measure(new DataDistance(arrays, header.k), arrays.mean);
    } catch (error) {
      if (!this.#over) this.stage.bar.say(error.message);
    }
  }
}
