// Two runs on one place: a divider that is dragged between them, or one after the other in turn.
import { make } from "../parts/dom.js";
import { paint } from "./pane.js";

const TURN = 700;     // ms each of two is seen; slower than the three flashes a second that can harm
const KEYS = { ArrowLeft: -2, ArrowRight: 2, PageDown: -10, PageUp: 10, Home: -100, End: 100 };     // percent

export class Stage {
  #split = 50; #timer = 0; #mode = "swipe"; #drawn = [null, null];

  constructor(words) {
    this.words = words;
    this.below = make("canvas", { role: "img", width: 1, height: 1 });
    this.above = make("canvas", { role: "img", width: 1, height: 1, className: "above" });
    this.divider = make("div", { className: "divider", role: "slider", tabIndex: 0, "aria-label": words.divider,
      "aria-valuemin": 0, "aria-valuemax": 100 });
    this.names = [make("span", { className: "name left" }), make("span", { className: "name right" })];
    this.frame = make("div", { className: "frame" }, this.below, this.above, this.divider);
    this.turning = make("button", { type: "button", onclick: () => (this.#timer ? this.halt() : this.play()) });
    this.root = make("div", { className: "stage" }, make("div", { className: "names" }, ...this.names), this.frame, this.turning);
    this.#hands();
    this.#lay();
  }

  set mode(mode) {
    if (mode === this.#mode) return;
    this.#mode = mode;
    this.halt();
    if (mode === "blink" && !matchMedia("(prefers-reduced-motion: reduce)").matches) this.play();
  }

  // A picture and a name for the left and for the right.
  show(pictures, names) {
    [this.above, this.below].forEach((canvas, i) => {
      canvas.setAttribute("aria-label", names[i]);
      this.names[i].textContent = names[i];
      if (!pictures[i] || pictures[i] === this.#drawn[i]) return;
      this.#drawn[i] = pictures[i];
      paint(canvas, pictures[i], "whole");
    });
  }

  play() {
    this.halt();
    this.#timer = setInterval(() => { this.#split = this.#split < 50 ? 100 : 0; this.#lay(); }, TURN);
    this.#split = 100;
    this.#lay();
  }

  halt() {
    clearInterval(this.#timer);
    this.#timer = 0;
    if (this.#mode === "swipe") this.#split = 50;
    this.#lay();
  }

  end() { clearInterval(this.#timer); }

  #hands() {
    const to = (event) => {
      const box = this.frame.getBoundingClientRect();
      this.#move(100 * (event.clientX - box.left) / box.width);
    };
    this.frame.onpointerdown = (event) => {
      if (this.#mode !== "swipe" || event.button !== 0) return;
      this.frame.setPointerCapture(event.pointerId);
      this.divider.focus({ preventScroll: true });
      to(event);
    };
    this.frame.onpointermove = (event) => { if (this.frame.hasPointerCapture(event.pointerId)) to(event); };
    this.divider.onkeydown = (event) => {
      if (!(event.key in KEYS) || event.altKey || event.ctrlKey || event.metaKey) return;
      event.preventDefault();
      this.#move(this.#split + KEYS[event.key]);
    };
  }

  #move(percent) {
    this.#split = Math.max(0, Math.min(100, percent));
    this.#lay();
  }

  #lay() {
    const swipe = this.#mode === "swipe";
    this.above.style.clipPath = `inset(0 ${100 - this.#split}% 0 0)`;
    this.divider.hidden = !swipe;
    this.divider.style.left = `${this.#split}%`;
    this.divider.setAttribute("aria-valuenow", Math.round(this.#split));
    this.names[0].classList.toggle("away", !swipe && this.#split < 50);
    this.names[1].classList.toggle("away", !swipe && this.#split >= 50);
    this.turning.hidden = swipe;
    this.turning.textContent = this.#timer ? this.words.halt : this.words.turn;
  }
}
