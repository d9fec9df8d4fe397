// Tells the server what was kept: one message on its way at a time, and of those that wait only the newest. Messages
// are numbered, and the server's data say which it has heard last; one without an answer is given up for the next.
// What the server says is adopted when it is new and not what was sent: a link, a button of its own, or the browser's
// way back, which may overtake the answer.
const PATIENCE = 5000;     // ms

export class Outbox {
  #waiting = null; #onWay = null; #expected = ""; #timer = 0;

  // `send(message)` hands it to Streamlit; `last` is the number the server has heard already, `word` what it says.
  constructor(send, last = 0, word = "") { Object.assign(this, { send, last, word, seen: last }); }

  // `word` is what the server's data will say of this value.
  post(value, word) {
    if (this.#onWay === null) this.#go({ value, word });
    else this.#waiting = { value, word };
  }

  // The server's data have come: is its word one to be adopted?
  heard(number, word) {
    const overtaken = number === this.#onWay && this.#waiting === null && word !== this.#expected;
    const jump = word !== this.word && (number === this.seen || overtaken);
    [this.seen, this.word] = [number, word];
    if (number === this.#onWay) this.#next();
    return jump;
  }

  end() { clearTimeout(this.#timer); }

  #go({ value, word }) {
    [this.#onWay, this.#expected] = [++this.last, word];
    this.#timer = setTimeout(() => this.#next(), PATIENCE);
    this.send({ ...value, number: this.#onWay });
  }

  #next() {
    clearTimeout(this.#timer);
    const next = this.#waiting;
    [this.#onWay, this.#waiting] = [null, null];
    if (next !== null) this.#go(next);
  }
}
