// Tells the server what was kept: one message on its way at a time, and of those that wait only the newest. Messages
// are numbered, and the server's data say which it has heard last; one without an answer is given up for the next.
// What the server says is adopted when it is new and no answer to what was sent: a link, or a button of its own.
const PATIENCE = 5000;     // ms

export class Outbox {
  #waiting = null; #onWay = null; #timer = 0;

  // `send(message)` hands it to Streamlit; `last` is the number the server has heard already, `word` what it says.
  constructor(send, last = 0, word = "") { Object.assign(this, { send, last, word, seen: last }); }

  post(value) {
    if (this.#onWay === null) this.#go(value);
    else this.#waiting = value;
  }

  // The server's data have come: is its word one to be adopted?
  heard(number, word) {
    const jump = number === this.seen && word !== this.word;
    [this.seen, this.word] = [number, word];
    if (number === this.#onWay) this.#next();
    return jump;
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
