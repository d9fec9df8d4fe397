// Tells the server what was kept: one message on its way at a time, and of those that wait only the newest. Messages
// are numbered, and the server's data say which it has heard last; one without an answer is given up for the next.
const PATIENCE = 5000;     // ms

export class Outbox {
  #waiting = null; #onWay = null; #timer = 0;

  // `send(message)` hands it to Streamlit; `last` is the number the server has heard already.
  constructor(send, last = 0) { Object.assign(this, { send, last }); }

  post(value) {
    if (this.#onWay === null) this.#go(value);
    else this.#waiting = value;
  }

  heard(number) {
    if (number === this.#onWay) this.#next();
  }

  end() { clearTimeout(this.#timer); }

  #go(value) {
    this.#onWay = ++this.last;
    this.#timer = setTimeout(() => this.#next(), PATIENCE);
    this.send({ ...value, number: this.#onWay });
  }

  #next() {
    clearTimeout(this.#timer);
    const value = this.#waiting;
    [this.#onWay, this.#waiting] = [null, null];
    if (value !== null) this.#go(value);
  }
}
