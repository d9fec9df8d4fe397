// Batches in turn: every lane gets a short slice of time, so that a field of tiles does not hold up a strip of seven.
const SLICE = 6;     // ms

export class Lanes {
  #decoder; #send; #running = new Map(); #waiting = new Map(); #clock;

  constructor(decoder, send, clock = () => performance.now()) {
    this.#decoder = decoder;
    this.#send = send;
    this.#clock = clock;
  }

  get busy() { return this.#running.size > 0; }

  ask({ lane, number, codes, y }) {
    const batch = this.#batch(number, codes, y);
    if (!this.#running.has(lane)) return void this.#running.set(lane, batch);
    const replaced = this.#waiting.get(lane);
    if (replaced) this.#send({ number: replaced.number });
    this.#waiting.set(lane, batch);
  }

  // One slice for the lane whose turn it is; then it goes to the end of the queue, or its next batch does.
  turn() {
    const [lane, batch] = this.#running.entries().next().value;
    const until = this.#clock() + SLICE;
    while (batch.done < batch.count && this.#clock() < until) this.#one(batch);
    this.#running.delete(lane);
    if (batch.done < batch.count) return void this.#running.set(lane, batch);
    this.#send({ number: batch.number, pixels: batch.pixels, ms: batch.ms });
    const next = this.#waiting.get(lane);
    this.#waiting.delete(lane);
    if (next) this.#running.set(lane, next);
  }

  #batch(number, codes, y) {
    const { latent, size, channels } = this.#decoder, count = Math.floor(codes.length / latent);
    return { number, codes, y, count, done: 0, ms: 0, pixels: new Float32Array(count * size * size * channels) };
  }

  #one(batch) {
    const { latent } = this.#decoder, start = this.#clock();
    const pixels = this.#decoder.decode(batch.codes.subarray(batch.done * latent, (batch.done + 1) * latent), batch.y);
    batch.pixels.set(pixels, batch.done * pixels.length);
    batch.done += 1;
    batch.ms += this.#clock() - start;
  }
}
