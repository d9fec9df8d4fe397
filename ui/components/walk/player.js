// Plays a walk: so many frames a second, and every picture the screen can show in between. A hidden tab stands still.
export class Player {
  #request = 0; #last = 0;

  // `count()` frames; a `closed()` walk goes on for ever. `show(at)` draws frame `at`, which need not be whole.
  constructor({ count, closed, rate, show, changed }) {
    Object.assign(this, { count, closed, rate, show, changed, at: 0 });
  }

  get playing() { return this.#request !== 0; }

  // Where the walk ends: a closed one at its first frame again.
  get end() { return this.closed() ? this.count() : this.count() - 1; }

  play() {
    if (this.playing || this.end <= 0) return;
    if (this.at >= this.end) this.at = 0;
    this.#last = 0;
    this.#request = requestAnimationFrame((now) => this.#tick(now));
    this.changed();
  }

  halt() {
    if (!this.playing) return;
    cancelAnimationFrame(this.#request);
    this.#request = 0;
    this.changed();
  }

  seek(at) {
    this.at = Math.max(0, Math.min(this.end, at));
    this.show(this.at);
  }

  #tick(now) {
    const passed = this.#last ? Math.min(250, now - this.#last) : 0;     // ms; after a pause of the tab, no leap
    this.#last = now;
    const at = this.at + (passed / 1000) * this.rate;
    const over = at >= this.end;
    this.seek(over && this.closed() ? at % this.end : at);
    if (over && !this.closed()) return this.halt();
    this.#request = requestAnimationFrame((later) => this.#tick(later));
  }
}
