// Does one piece of work at a time, always for the newest wish: what was overtaken while it waited is never begun.
const PATIENCE = 8000;     // ms; a socket that was lost never answers

export class Latest {
  #wish; #waits = false; #busy = false; #over = false;

  constructor(work) { this.work = work; }

  get waits() { return this.#waits; }

  ask(wish) {
    [this.#wish, this.#waits] = [wish, true];
    if (!this.#busy) this.#run();
  }

  end() { this.#over = true; }

  async #run() {
    this.#busy = true;
    while (this.#waits && !this.#over) {
      this.#waits = false;
      await this.work(this.#wish);
    }
    this.#busy = false;
  }
}

// {pixels, ms} of a batch of a source, or null when nobody answers.
export function batch(source, lane, codes, y) {
  return new Promise((resolve) => {
    const timer = setTimeout(() => resolve(null), PATIENCE);
    source.batch(lane, codes, y, (pixels, ms) => { clearTimeout(timer); resolve({ pixels, ms }); });
  });
}
