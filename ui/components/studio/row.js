// One slider with its strip: each picture stands above the place of the slider that draws it. Hover shows, click keeps.
import { paintMany } from "../engine/paint.js";
import { TILES } from "./axes.js";
import { fill, icon, make, write } from "../parts/dom.js";

const STEP = 0.01, KEY = 0.1, LEAP = 1;     // of the slider; of an arrow key, finer with Shift; of PageUp and PageDown

export class Row {
  // `title` is an element; `controls` are buttons at the end of the head.
  constructor(axis, hand, words, { title, label, detail = "", help = "", controls = [] }) {
    Object.assign(this, { axis, hand, words });
    this.value = make("span");     // not <output>, which would be read out at every move
    this.canvas = make("canvas", { "aria-hidden": "true" });
    this.tile = make("i", { className: "tile", hidden: true });
    this.strip = make("div", { className: "strip" }, this.canvas, this.tile);
    this.zero = make("button", { type: "button", className: "quiet", title: fill(words.zero, { name: label }),
      "aria-label": fill(words.zero, { name: label }), onclick: () => this.#to(0) }, icon("zero"));
    this.slider = make("input", { type: "range", min: -axis.span, max: axis.span, step: STEP, "aria-label": label });
    const more = make("span", { className: "detail", textContent: detail, title: help });
    const value = make("div", { className: "value" }, this.value), buttons = [...controls, this.zero];
    const head = make("div", { className: "head" }, title, more, value, ...buttons);
    this.root = make("div", { className: "row", role: "group", "aria-label": label }, head, this.strip, this.slider);
    this.#listen();
  }

  // Not in a tab that is turned away, nor in a closed fold.
  get visible() { return this.root.closest("[hidden], details:not([open])") === null; }

  // Once a frame: where the shown code is on this axis.
  show(z) {
    const place = this.axis.place(z), text = place.toFixed(2).replace("-0.00", "0.00").replace("-", "−");
    if (this.text === text) return;
    write(this.value, this.text = text);
    if (!this.held) this.slider.value = place;
  }

  enable(free) {
    const movable = this.axis.movable(free);
    this.root.classList.toggle("still", !movable);
    this.slider.disabled = this.zero.disabled = !movable;
  }

  rename(label) {
    for (const element of [this.root, this.slider]) element.setAttribute("aria-label", label);
    this.zero.title = fill(this.words.zero, { name: label });
    this.zero.setAttribute("aria-label", this.zero.title);
  }

  // The codes of the strip, from the code in hand. -> TILES codes
  codes(z, free) {
    return this.axis.places.map((place) => this.axis.move(z, place, free, new Float32Array(z.length)));
  }

  paint(pixels, size, channels) { paintMany(this.canvas, pixels, size, channels, TILES); }

  #listen() {
    this.slider.oninput = () => { this.held = true; this.#hold(Number(this.slider.value)); };
    this.slider.onchange = () => { this.held = false; this.hand.keep(); };
    this.slider.onkeydown = (event) => this.#key(event);
    this.strip.onpointermove = (event) => { if (event.pointerType !== "touch") this.#over(event); };
    this.strip.onpointerleave = () => { this.tile.hidden = true; this.hand.restore(); };
    this.strip.onclick = (event) => { if (!this.slider.disabled) this.#to(this.axis.places[this.#at(event)]); };
  }

  #at(event) {
    const box = this.strip.getBoundingClientRect();
    return Math.min(TILES - 1, Math.max(0, Math.floor(TILES * (event.clientX - box.left) / box.width)));
  }

  #over(event) {
    if (this.slider.disabled) return;
    const tile = this.#at(event);
    this.tile.hidden = false;
    this.tile.style.transform = `translateX(${100 * tile}%)`;
    this.hand.preview(this.#moved(this.axis.places[tile]), this.hand.kept.at);
  }

  #moved(place) {
    const { z } = this.hand.kept;
    return this.axis.move(z, place, this.hand.free, new Float32Array(z.length));
  }

  #hold(place) { this.hand.hold(this.#moved(place), this.hand.kept.at); }

  #to(place) {
    this.#hold(place);
    this.hand.keep();
  }

  #key(event) {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -1, PageUp: 1 }[event.key];
    if (!way || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const step = event.key.startsWith("Page") ? LEAP : event.shiftKey ? STEP : KEY;
    const place = this.axis.place(this.hand.kept.z) + way * step;
    this.#hold(Math.min(this.axis.span, Math.max(-this.axis.span, place)));
    this.hand.keep(`keys ${this.axis.key}`);
  }
}
