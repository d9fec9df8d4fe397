// Numbers that were taken while a run trains, in order of their steps (the live-numbers route).
import { feed, json } from "./feed.js";

// Everything that was told so far; each look asks for what is new since the last one.
export class LiveRows {
  rows = []; active = true;
  #cursor = 0;

  constructor(address) { this.address = address; }

  // True when something came. Throws what json() throws.
  async read() {
    const { cursor, rows, active } = await json(`${this.address}?since=${this.#cursor}`);
    this.rows = joined(cursor < this.#cursor ? [] : this.rows, rows);
    [this.#cursor, this.active] = [cursor, active];
    return rows.length > 0;
  }
}

// By metric, for all components of the page that listen.
export function liveNumbers(address) {
  const told = new LiveRows(address);
  return feed(address, async () => {
    await told.read();
    return { value: byMetric(told.rows), ready: told.rows.length > 0, active: told.active };
  });
}

// A resumed run says the rows after its checkpoint again, or the file is sent whole: the newer telling is the true one.
export function joined(known, fresh) {
  if (!fresh.length) return known;
  const first = fresh[0].step, again = new Set(fresh.filter(({ step }) => step === first).map(({ metric }) => metric));
  return [...known.filter(({ step, metric }) => step < first || (step === first && !again.has(metric))), ...fresh];
}

function byMetric(rows) {
  const found = {};
  for (const row of rows) (found[row.metric] ??= []).push(row);
  return found;
}
