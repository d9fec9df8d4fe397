// The decoder behind the stage: connected once, again when the run has newer weights; the codes of real images follow
// the first picture.
import { fetchPacked } from "../engine/packed.js";
import { connect } from "../engine/source.js";
import { DataDistance, PriorLength } from "./distance.js";

export class Connection {
  #decoder = null; #codes = null; #over = false;

  constructor(stage) { this.stage = stage; }

  to({ decoder, live, codes, latent }) {
    if (decoder !== this.#decoder) this.#connect(decoder, live, codes, latent);
    else if (codes !== this.#codes && this.source) this.#measure(codes, latent);
  }

  again(data) {
    this.#decoder = null;
    this.stage.picture.waiting();
    this.to(data);
  }

  end() {
    this.#over = true;
    this.source?.close();
  }

  async #connect(decoder, live, codes, latent) {
    this.#decoder = decoder;
    try {
      const source = await connect({ decoder, live });
      if (this.#over || decoder !== this.#decoder) return source.close();
      this.source?.close();
      this.source = source;
      this.stage.follow(source);
      await this.#measure(codes, latent);
    } catch (error) {
      if (!this.#over && decoder === this.#decoder) this.stage.picture.failed(error.message);
    }
  }

  async #measure(codes, latent) {
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
