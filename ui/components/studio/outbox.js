// Tells the server what was kept: one message on its way at a time, and of those that wait only the newest. A message
// has arrived when the server's next data says so; one that gets no answer is given up, so that the next may go.
const PATIENCE = 4000;     // ms

export class Outbox {
  #waiting = null; #timer = 0;

  // `send(value)` hands it to Streamlit; `echo(value)` is what the server's data will say once it has arrived.
  constructor(send, echo) {
    Object.assign(this, { send, echo, onWay: null });
  }

  post(value) {
    if (this.onWay !== null) this.#waiting = value;
    else this.#go(value);
  }

  // Is this the answer to what was sent?
  arrived(echo) {
    if (this.onWay === null || echo !== this.onWay) return false;
    this.#next();
    return true;
  }

  end() { clearTimeout(this.#timer); }

  #go(value) {
    this.onWay = this.echo(value);
    this.#timer = setTimeout(() => this.#next(), PATIENCE);
    this.send(value);
  }

  #next() {
    clearTimeout(this.#timer);
    this.onWay = null;
    const value = this.#waiting;
    this.#waiting = null;
    if (value !== null) this.#go(value);
  }
}
