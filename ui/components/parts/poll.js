// Asks again and again, one request at a time; a hidden tab asks for nothing and is woken when it is seen again.
export class Poll {
  #timer = 0; #busy = false; #over = false;

  // `ask` answers with the milliseconds until it wants to ask again, or null when there is nothing more to ask.
  constructor(ask) {
    this.ask = ask;
    this.onVisible = () => { if (!document.hidden) this.soon(); };
    document.addEventListener("visibilitychange", this.onVisible);
  }

  soon(delay = 0) {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.#now(), delay);
  }

  end() {
    this.#over = true;
    clearTimeout(this.#timer);
    document.removeEventListener("visibilitychange", this.onVisible);
  }

  get over() { return this.#over; }

  async #now() {
    if (document.hidden || this.#over || this.#busy) return;
    this.#busy = true;
    const next = await this.ask();
    this.#busy = false;
    if (next !== null && !this.#over) this.soon(next);
  }
}
