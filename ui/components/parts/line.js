// A component's line to its decoder: connected once, again when the run has newer weights; the picture says how it goes.
import { connect } from "../engine/source.js";

export class Line {
  source = null;
  #decoder = null; #over = false;

  // `picture` has waiting(), ready(source) and failed(reason); `then(source)` follows every connection.
  constructor(picture, then) { Object.assign(this, { picture, then }); }

  to({ decoder, live }) {
    if (decoder !== this.#decoder) this.#connect(decoder, live);
  }

  again(data) {
    this.#decoder = null;
    this.to(data);
  }

  end() {
    this.#over = true;
    this.source?.close();
  }

  async #connect(decoder, live) {
    this.#decoder = decoder;
    this.picture.waiting();
    try {
      const source = await connect({ decoder, live });
      if (!this.#wanted(decoder)) return source.close();
      this.source?.close();
      this.source = source;
    } catch (error) {
      if (this.#wanted(decoder)) this.picture.failed(error.message);
      return;
    }
    this.picture.ready(this.source);
    this.then(this.source);
  }

  #wanted(decoder) { return !this.#over && decoder === this.#decoder; }
}
