// The rows of one run as they come: the whole of it in buckets, and finer ones of the part that is looked at closely.
import { Buckets } from "./buckets.js";
import { secondsAt, stepAt } from "./seconds.js";

const ROOM = 0.5;     // of a range's width that is asked for on either side: to move about, and for smoothing to settle

export class Feed {
  buckets = new Buckets(); active = true; gone = null;
  latest = {};          // term -> value in the newest row
  #cursor = "0"; #detail = null;

  constructor(url, terms) { this.url = url; this.query = terms.map((term) => `&term=${encodeURIComponent(term)}`).join(""); }

  get empty() { return !this.buckets.rows; }

  // Asks for what is new; true when something came. Throws when the server cannot be reached.
  async read() {
    const told = await this.#ask(`since=${this.#cursor}`);
    if (!told) return false;
    const { header, table } = told, fresh = header.cursor !== this.#cursor;
    Object.assign(this, { active: header.active, latest: header.latest });
    this.#cursor = header.cursor;
    if (!fresh) return false;
    this.buckets.take(header, table);
    if (header.first === 0) this.#detail = null;
    else if (this.#detail?.open) this.#detail.buckets.take(header, table);
    return true;
  }

  // Asks for a range of steps where that would show more than what is here; true when it did.
  async refine(low, high) {
    if (!this.#wants(low, high)) return false;
    const room = ROOM * (high - low), cursor = this.#cursor;
    const told = await this.#ask(`low=${low - room}&high=${high + room}`);
    if (!told || cursor !== this.#cursor) return false;     // rows came meanwhile: the next look asks again
    const buckets = new Buckets(), { header, table } = told;
    buckets.take({ ...header, first: 0 }, table);
    this.#detail = { low: low - room, high: high + room, buckets, open: header.end === header.rows };     // open: it grows on
    return true;
  }

  // The finest buckets there are of a range of steps.
  between(low, high) {
    return (this.#covers(low, high) ? this.#detail.buckets : this.buckets).between(low, high);
  }

  // With those before, from which smoothing comes.
  leading(low, high) {
    return this.#covers(low, high) ? this.#detail.buckets.between(this.#detail.low, high) : this.buckets.between(-Infinity, high);
  }

  seconds(step) { return secondsAt(this.buckets.list, step); }
  step(seconds) { return stepAt(this.buckets.list, seconds); }

  #covers(low, high) {
    const detail = this.#detail;
    return Boolean(detail) && low >= detail.low && (high <= detail.high || detail.open) && detail.buckets.size < this.buckets.size;
  }

  #wants(low, high) {
    const { size, limit } = this.buckets, rows = (buckets) => buckets.reduce((sum, bucket) => sum + bucket.rows, 0);
    const seen = rows(this.buckets.between(low, high)) * (1 + 2 * ROOM);
    if (size === 1 || seen > (limit * size) / 2) return false;
    return !this.#covers(low, high) || seen <= (limit * this.#detail.buckets.size) / 2;
  }

  async #ask(what) {
    const answer = await fetch(`${this.url}?${what}${this.query}`);
    if (!answer.ok) { this.gone = await answer.text(); this.active = false; return null; }
    const buffer = await answer.arrayBuffer(), length = new DataView(buffer).getUint32(0, true);
    const header = JSON.parse(new TextDecoder().decode(new Uint8Array(buffer, 4, length)));
    return { header, table: new Float64Array(buffer, 4 + length) };
  }
}
