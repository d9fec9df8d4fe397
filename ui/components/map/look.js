// The decoder of one kept moment, here or on the server, wherever the run's pictures come from. Opened when first asked.
import { Batches } from "../engine/batches.js";
import { open } from "../engine/decoder.js";
import { Live } from "../engine/live.js";

export class Look {
  #moment; #where; #shape; #failed; #decoder = null; #opening = null; #live = null; #batches = null;

  // `failed(error)` hears why a decoder did not come; the next wish tries again.
  constructor(moment, { where, latent, size, channels }, failed) {
    [this.#moment, this.#where, this.#failed] = [moment, where, failed];
    this.#shape = { latent, size, channels };
  }

  get shape() { return this.#shape; }

  // One picture; in the page at once, as soon as the decoder is here. On the server the newest wish of a lane wins.
  show(lane, z, y, then) {
    if (this.#where === "server") return void this.#server().decode(lane, z, y, this.#shape.latent, then);
    if (this.#decoder) return void then(this.#decoder.decode(z, y));
    this.#opening ??= this.#open();
    this.#opening.then(() => { if (this.#decoder) then(this.#decoder.decode(z, y)); });
  }

  // Many pictures, beside the page; the newest wish wins. The worker ends with its pictures: ten of them would be many.
  many(codes, y, then) {
    if (this.#where === "server") return void this.#server().decode("many", codes, y, this.#shape.latent, then);
    this.#batches?.close();
    const batches = this.#batches = new Batches(this.#moment.decoder);
    batches.ask("many", codes, y, (pixels) => {
      batches.close();
      then(pixels);
    });
  }

  close() {
    this.#batches?.close();
    this.#live?.close();
    this.#decoder = null;
  }

  async #open() {
    try {
      this.#decoder = await open(this.#moment.decoder);
    } catch (error) {
      this.#opening = null;
      this.#failed(error);
    }
  }

  #server() { return (this.#live ??= new Live(this.#moment.live)); }
}
