// The scrubber of all runs: stops where any of them has another picture, plays, and says where it stands.
import { make } from "../parts/dom.js";
import { lastAt } from "../parts/moment.js";

const FRAME = 110;     // ms from stop to stop when it plays

export class Hand {
  at = Infinity;       // the place looked at; the end follows what grows
  #stops = []; #timer = 0;

  constructor(words, onMove) {
    Object.assign(this, { words, onMove });
    this.playing = make("button", { type: "button", className: "play", onclick: () => (this.#timer ? this.halt() : this.play()) });
    this.scrub = make("input", { type: "range", className: "scrub", min: 0, max: 0, step: 1, "aria-label": words.scrub });
    this.scrub.oninput = () => { this.halt(); this.#go(Number(this.scrub.value)); };
    this.said = make("output", { className: "said" });
    this.root = make("div", { className: "hand" }, this.playing, this.scrub, this.said);
    this.#label();
  }

  // Where it can stop now; `say` words a place.
  of(stops, say) {
    this.#stops = stops;
    this.say = say;
    this.scrub.max = Math.max(0, stops.length - 1);
    this.#show();
  }

  // Another way to align: places mean something else, so it begins at the end again.
  again() {
    this.halt();
    this.at = Infinity;
  }

  // The place looked at as a number.
  get place() { return Math.min(this.at, this.#stops.at(-1) ?? 0); }

  play() {
    let next = this.#index >= this.#stops.length - 1 ? 0 : this.#index + 1;
    this.#timer = setInterval(() => {
      this.#go(next++);
      if (next >= this.#stops.length) this.halt();
    }, FRAME);
    this.#label();
  }

  halt() {
    clearInterval(this.#timer);
    this.#timer = 0;
    this.#label();
  }

  get #index() { return Math.max(0, lastAt(this.#stops, this.place)); }

  #go(i) {
    this.at = i >= this.#stops.length - 1 ? Infinity : this.#stops[i];
    this.#show();
    this.onMove();
  }

  #show() {
    const words = this.#stops.length ? this.say(this.place) : "";
    this.scrub.value = this.#index;
    this.scrub.setAttribute("aria-valuetext", words);
    this.said.textContent = words;
  }

  #label() {
    this.playing.textContent = this.#timer ? "❚❚" : "▶";
    this.playing.setAttribute("aria-label", this.#timer ? this.words.halt : this.words.play);
    this.playing.title = this.#timer ? this.words.halt : this.words.play;
  }
}
