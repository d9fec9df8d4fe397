// The decoder of one kept moment, here or on the server, wherever the run's pictures come from. Opened when first asked.
import { Batches } from "../engine/batches.js";
import { open } from "../engine/decoder.js";
import { Live } from "../engine/live.js";

export class Look {
  #moment; #where; #shape; #decoder = null; #opening = null; #live = null; #batches = null;

  constructor(moment, { where, latent, size, channels }) {
    [this.#moment, this.#where] = [moment, where];
    this.#shape = { latent, size, channels };
  }

  get shape() { return this.#shape; }

  // One picture; in the page at once, as soon as the decoder is here. Copy to keep.
  show(z, y, then) {
    if (this.#where === "server") return void this.#server().decode("show", z, y, this.#shape.latent, then);
    if (this.#decoder) return void then(this.#decoder.decode(z, y));
    this.#opening ??= open(this.#moment.decoder).then((decoder) => { this.#decoder = decoder; });
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

  #server() { return (this.#live ??= new Live(this.#moment.live)); }
}
