// The run's live socket: pictures drawn by the server, and the real images nearest to one. The first question opens it.
// In each lane one question is on its way and one waits; a newer one replaces the waiting. What was asked when the
// socket was lost is asked again when it is back.
import { unpack } from "./packed.js";

const MOST = 16;                         // codes in one question: a large batch goes in pieces, others come in between
const PAUSE = 1000, LONGEST = 30_000;    // ms before a lost socket is tried again, twice as long after each failure

export class Live {
  #url; #socket = null; #pause = 0; #timer = 0; #closed = false; #onGone = () => {};
  #number = 0; #asked = new Map();       // number -> {lane, then}
  #running = new Map(); #waiting = new Map();     // lane -> what asks

  constructor(url) {
    this.#url = url;
  }

  // {latent, classes, channels, size} of the model behind the address.
  static async facts(url) {
    const live = new Live(url);
    try {
      return await new Promise((resolve, reject) => {
        live.#onGone = () => reject(new Error("The server's live socket did not open."));
        live.#ask("facts", { kind: "facts" }, new Float32Array(0), ({ header }) => resolve(header.facts));
      });
    } finally {
      live.close();
    }
  }

  // codes: one after another, n * latent numbers; pixels come back in 0..1.
  decode(lane, codes, y, latent, then) {
    const copy = Float32Array.from(codes);
    const ask = (part, came) => this.#ask(lane, { kind: "decode", y }, part, came);
    const end = (pixels, ms) => {
      then(pixels, ms);
      this.#free(lane);
    };
    this.#latest(lane, () => new Pieces(copy, latent, ask, end).next());
  }

  nearest(lane, z, y, k, then) {
    const code = Float32Array.from(z);
    this.#latest(lane, () => this.#ask(lane, { kind: "nearest", y, k }, code, ({ header, arrays }) => {
      const { rows, labels, distances } = header;
      then(rows === null ? null : { rows, labels, distances, pixels: arrays.pixels });
      this.#free(lane);
    }));
  }

  close() {
    this.#closed = true;
    clearTimeout(this.#timer);
    this.#socket?.close();
    for (const all of [this.#asked, this.#running, this.#waiting]) all.clear();
  }

  #latest(lane, start) {
    if (this.#closed) return;
    if (this.#running.has(lane) || this.#timer) return void this.#waiting.set(lane, start);
    this.#running.set(lane, start);
    start();
  }

  #free(lane) {
    this.#running.delete(lane);
    const next = this.#waiting.get(lane);
    this.#waiting.delete(lane);
    if (next) this.#latest(lane, next);
  }

  #ask(lane, wish, codes, then) {
    const socket = (this.#socket ??= this.#opened());
    const number = ++this.#number, message = packed({ ...wish, lane, number }, codes);
    this.#asked.set(number, { lane, then });
    if (socket.readyState === WebSocket.OPEN) socket.send(message);
    else socket.addEventListener("open", () => socket.send(message), { once: true });
  }

  #opened() {
    const address = new URL(this.#url, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#arrived(unpack(data));
    socket.onclose = () => this.#lost();
    return socket;
  }

  #arrived(answer) {
    const { number, error } = answer.header, question = this.#asked.get(number);
    this.#asked.delete(number);
    this.#pause = 0;
    if (!error) return question?.then(answer);
    console.error(error);
    if (question) this.#free(question.lane);
  }

  // The newest of each lane is kept for when the socket is back; a server that restarts is not stormed.
  #lost() {
    this.#onGone();
    if (this.#closed) return;
    for (const [lane, start] of this.#running) if (!this.#waiting.has(lane)) this.#waiting.set(lane, start);
    this.#running.clear();
    this.#asked.clear();
    this.#socket = null;
    this.#pause = Math.min(LONGEST, 2 * this.#pause || PAUSE);
    this.#timer = setTimeout(() => this.#again(), this.#pause);
  }

  #again() {
    this.#timer = 0;
    for (const lane of [...this.#waiting.keys()]) this.#free(lane);
  }
}

// A batch in pieces that are asked one after another; `ask(codes, came)`, in the end `then(pixels, ms)`.
class Pieces {
  #done = 0; #pixels = null; #start = performance.now();

  constructor(codes, latent, ask, then) {
    Object.assign(this, { codes, latent, ask, then, count: Math.floor(codes.length / latent) });
  }

  next() {
    const end = Math.min(this.count, this.#done + MOST);
    if (this.#done >= this.count) return this.then(this.#pixels ?? [], performance.now() - this.#start);
    const part = this.codes.subarray(this.#done * this.latent, end * this.latent);
    this.ask(part, ({ arrays: { pixels } }) => this.#came(pixels, end));
  }

  #came(bytes, end) {
    const each = bytes.length / (end - this.#done), from = this.#done * each;
    this.#pixels ??= new Float32Array(this.count * each);
    for (let i = 0; i < bytes.length; i++) this.#pixels[from + i] = bytes[i] / 255;
    this.#done = end;
    this.next();
  }
}

// The form of ui/packed.py, with the codes as its one array without a place of its own.
function packed(header, codes) {
  const text = new TextEncoder().encode(JSON.stringify(header)), padding = (8 - ((4 + text.length) % 8)) % 8;
  const message = new Uint8Array(4 + text.length + padding + 4 * codes.length).fill(32);
  new DataView(message.buffer).setUint32(0, text.length + padding, true);
  message.set(text, 4);
  new Float32Array(message.buffer, 4 + text.length + padding, codes.length).set(codes);
  return message;
}
