// The run's live socket: pictures drawn by the server, and the real images nearest to one. Opened by the first question.
// In each lane one question is on its way and one waits; a newer one replaces the waiting.
import { unpack } from "./packed.js";

const MOST = 32;          // codes in one question: a large batch goes in pieces, so that others come in between
const PAUSE = 1000;       // ms before a lost socket is tried again

export class Live {
  #url; #socket = null; #tried = -PAUSE; #closed = false;
  #number = 0; #asked = new Map(); #busy = new Set(); #waiting = new Map(); #onGone = () => {};

  constructor(url) {
    this.#url = url;
  }

  // {latent, classes, channels, size} of the model behind the address.
  static async facts(url) {
    const live = new Live(url);
    try {
      return await new Promise((resolve, reject) => {
        live.#onGone = () => reject(new Error("The live socket did not open."));
        live.#ask("facts", { kind: "facts" }, new Float32Array(0), ({ header }) => resolve(header.facts));
      });
    } finally {
      live.close();
    }
  }

  // codes: one after another, n * L numbers; pixels come back in 0..1.
  decode(lane, codes, y, latent, then) {
    this.#latest(lane, () => this.#pieces(lane, Float32Array.from(codes), y, latent, then));
  }

  nearest(lane, z, y, k, then) {
    const code = Float32Array.from(z);
    this.#latest(lane, () => this.#ask(lane, { kind: "nearest", y, k }, code, ({ header, arrays }) => {
      then(header.rows === null ? null : { rows: header.rows, labels: header.labels, distances: header.distances, pixels: arrays.pixels });
      this.#free(lane);
    }));
  }

  close() {
    this.#closed = true;
    this.#socket?.close();
    this.#forget();
  }

  #latest(lane, start) {
    if (this.#closed) return;
    if (this.#busy.has(lane)) return void this.#waiting.set(lane, start);
    this.#busy.add(lane);
    start();
  }

  #free(lane) {
    this.#busy.delete(lane);
    const next = this.#waiting.get(lane);
    this.#waiting.delete(lane);
    if (next) this.#latest(lane, next);
  }

  #pieces(lane, codes, y, latent, then) {
    const count = Math.floor(codes.length / latent), start = performance.now();
    let all = null;
    const piece = (done) => this.#ask(lane, { kind: "decode", y }, codes.subarray(done * latent, Math.min(count, done + MOST) * latent), ({ arrays }) => {
      const each = arrays.pixels.length / Math.min(MOST, count - done);
      all ??= new Float32Array(count * each);
      for (let i = 0; i < arrays.pixels.length; i++) all[done * each + i] = arrays.pixels[i] / 255;
      if (done + MOST < count) return piece(done + MOST);
      then(all, performance.now() - start);
      this.#free(lane);
    });
    piece(0);
  }

  #ask(lane, wish, codes, then) {
    const socket = this.#open();
    if (!socket) return this.#forget();
    const number = ++this.#number, message = packed({ ...wish, lane, number }, codes);
    this.#asked.set(number, { lane, then });
    if (socket.readyState === WebSocket.OPEN) socket.send(message);
    else socket.addEventListener("open", () => socket.send(message), { once: true });
  }

  // null while a lost socket rests: a server that restarts is not stormed.
  #open() {
    if (this.#socket) return this.#socket;
    if (performance.now() - this.#tried < PAUSE) return null;
    this.#tried = performance.now();
    const address = new URL(this.#url, location.href);
    address.protocol = address.protocol === "https:" ? "wss:" : "ws:";
    const socket = new WebSocket(address);
    socket.binaryType = "arraybuffer";
    socket.onmessage = ({ data }) => this.#arrived(unpack(data));
    socket.onclose = () => {
      if (this.#socket === socket) this.#socket = null;
      this.#forget();
      this.#onGone();
    };
    return (this.#socket = socket);
  }

  #arrived(answer) {
    const { number, error } = answer.header, question = this.#asked.get(number);
    this.#asked.delete(number);
    if (!error) return question?.then(answer);
    console.error(error);
    if (question) this.#free(question.lane);
  }

  // What was asked of a socket that is lost is not answered; the next question starts afresh.
  #forget() {
    this.#asked.clear();
    this.#busy.clear();
    this.#waiting.clear();
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
