// One hand for all moments: a slider, a film, keys, and marks that lead to what happened.
import { duration, make, whole } from "./dom.js";
import { lastAt, nearest } from "./places.js";

const PACE = 12;                  // moments a second at single speed
const SPEEDS = [0.5, 1, 2];
const APART = 22;                 // px; nearer marks stand together
const ORDER = ["alarm", "origin", "branch", "change", "checkpoint"];     // the gravest gives a group its look

export class Scrubber {
  #speed = 1; #frame = 0; #at = 0;

  constructor(root, data, show) {
    Object.assign(this, { root, data, show, steps: data.steps });
    const last = this.steps.length - 1;
    this.range = make("input", { type: "range", min: 0, max: last, step: 1, value: last, disabled: last < 1, "aria-label": "Moment of the training" });
    this.playing = make("button", { type: "button", className: "play", disabled: last < 1, onclick: () => (this.#frame ? this.halt() : this.play()) });
    this.speeds = SPEEDS.map((speed) => make("button", { type: "button", textContent: `${speed}×`.replace("0.5", "½"), "aria-label": `${speed} times the speed`,
      onclick: () => { this.#speed = speed; this.#label(); } }));
    this.said = make("output", { className: "said" });
    this.lane = make("div", { className: "lane", role: "group", "aria-label": "What happened in the training" });
    this.tip = make("p", { className: "tip", role: "tooltip", hidden: true });
    root.append(make("div", { className: "hand" }, this.playing, make("div", { className: "speeds", role: "group", "aria-label": "Speed" }, ...this.speeds), this.said),
      this.range, make("div", { className: "ticks" }, this.lane, this.tip));
    this.range.oninput = () => { this.halt(); this.#go(Number(this.range.value)); };
    document.addEventListener("keydown", (event) => this.#key(event));
    new ResizeObserver(() => this.#ticks()).observe(this.lane);
    this.#label();
    this.#go(last);
  }

  // To the moment nearest to a step.
  to(step) {
    this.halt();
    this.#go(nearest(this.steps, step));
  }

  play() {
    const last = this.steps.length - 1;
    this.#at = Number(this.range.value) >= last ? 0 : Number(this.range.value);
    let before = null;
    const tick = (now) => {
      this.#at = Math.min(last, this.#at + (before === null ? 0 : Math.max(0, now - before) / 1000 * PACE * this.#speed));
      before = now;
      this.#go(Math.floor(this.#at));
      this.#frame = this.#at >= last ? 0 : requestAnimationFrame(tick);
      if (!this.#frame) this.#label();
    };
    this.#frame = requestAnimationFrame(tick);
    this.#label();
  }

  halt() {
    cancelAnimationFrame(this.#frame);
    this.#frame = 0;
    this.#label();
  }

  #go(i) {
    const step = this.steps[i], words = `Step ${whole(step)} of ${whole(this.data.end)} · ${duration(this.data.times[i])}`;
    this.range.value = i;
    this.range.setAttribute("aria-valuetext", words);
    this.said.textContent = words;
    this.show(i, step);
  }

  // Arrows move wherever the reader is, but where they have a meaning of their own.
  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey || event.target.closest("input, textarea, [tabindex]")) return;
    const by = { ArrowLeft: -1, ArrowRight: 1 }[event.key];
    if (!by) return;
    event.preventDefault();
    this.halt();
    this.#go(Math.max(0, Math.min(this.steps.length - 1, Number(this.range.value) + by)));
  }

  #ticks() {
    const width = this.lane.clientWidth, groups = [];
    for (const mark of this.data.marks) {
      const place = this.#place(mark.step), last = groups.at(-1);
      if (last && (place - last.place) * width < APART) last.marks.push(mark);
      else groups.push({ place, marks: [mark] });
    }
    this.lane.replaceChildren(...groups.map((group) => this.#tick(group)));
  }

  #tick({ place, marks }) {
    const kind = ORDER.find((name) => marks.some((mark) => mark.kind === name)), names = marks.map(({ kind: what, step, words }) => (
      what === "checkpoint" ? `Checkpoint at step ${whole(step)}` : `${what} at step ${whole(step)}: ${words}`));
    const button = make("button", { type: "button", className: kind, "aria-label": names.join("; "), onclick: () => this.to(marks.find((mark) => mark.kind === kind).step) });
    if (marks.length > 1) button.append(make("span", { textContent: marks.length, "aria-hidden": "true" }));
    button.style.left = `${100 * place}%`;
    for (const event of ["mouseenter", "focus"]) button.addEventListener(event, () => this.#name(names, place));
    for (const event of ["mouseleave", "blur"]) button.addEventListener(event, () => { this.tip.hidden = true; });
    return button;
  }

  #name(names, place) {
    this.tip.textContent = [...names.slice(0, 6), ...(names.length > 6 ? [`and ${names.length - 6} more`] : [])].join("\n");
    this.tip.style.left = `${100 * place}%`;
    this.tip.style.transform = `translateX(${-100 * place}%)`;
    this.tip.hidden = false;
  }

  // Moments lie evenly on the slider: a step has its place between two of them.
  #place(step) {
    const { steps } = this, at = lastAt(steps, step), next = steps[at + 1];
    if (at < 0 || steps.length < 2) return 0;
    return Math.min(1, (at + (next === undefined ? 0 : (step - steps[at]) / (next - steps[at]))) / (steps.length - 1));
  }

  #label() {
    const word = this.#frame ? "Pause" : "Play the training";
    this.playing.textContent = this.#frame ? "❚❚" : "▶";
    this.playing.title = word;
    this.playing.setAttribute("aria-label", word);
    SPEEDS.forEach((speed, i) => this.speeds[i].setAttribute("aria-pressed", String(speed === this.#speed)));
  }
}
