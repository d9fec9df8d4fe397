// Many pictures at a time, decoded beside the page in a worker, so that a drag never waits for tiles or strips.
// A worker starts with the first batch. In each lane one batch runs and one waits; a newer one replaces the waiting.
export class Batches {
  #url; #worker = null; #asked = new Map(); #number = 0;

  constructor(url) {
    this.#url = url;
  }

  ask(lane, codes, y, then) {
    this.#worker ??= this.#started();
    const number = ++this.#number;
    this.#asked.set(number, then);
    const copy = Float32Array.from(codes);
    this.#worker.postMessage({ lane, number, codes: copy, y }, [copy.buffer]);
  }

  close() {
    this.#worker?.terminate();
    this.#worker = null;
    this.#asked.clear();
  }

  #started() {
    const worker = new Worker(new URL("./worker.js", import.meta.url), { type: "module" });
    worker.onmessage = ({ data }) => this.#arrived(data);
    worker.onerror = (event) => console.error(`The decoder's worker stopped: ${event.message}`);
    worker.postMessage({ open: new URL(this.#url, location.href).href });
    return worker;
  }

  // A batch that was replaced comes back without pictures: whoever asked has asked again since.
  #arrived({ number, pixels, ms }) {
    const then = this.#asked.get(number);
    this.#asked.delete(number);
    if (pixels) then?.(pixels, ms);
  }
}
