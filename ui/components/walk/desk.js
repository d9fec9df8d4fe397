// The controls of a walk: what its stops and its path are, and the hand that plays and scrubs it.
import { fill, icon, make } from "../parts/dom.js";

export class Desk {
  constructor(data, wishes) {
    this.words = data.words;
    this.wishes = wishes;
    this.settings = make("div", { className: "settings" }, ...this.#stopButtons(), ...this.#pathControls(data));
    this.hand = this.#hand(data);
  }

  get following() { return this.follow.checked; }

  update({ words }, { kind, steps, closed }, able) {
    for (const name of ["pin", "random", "undo", "redo", "play"]) this[name].disabled = !able[name];
    this.pin.title = able.pin ? words["pin-help"] : able.random ? words["pin-none"] : words["pin-full"];
    this.arc.checked = kind === "slerp";
    this.line.checked = kind === "lerp";
    this.frames.value = steps;
    this.loop.checked = closed;
    if (this.classes) this.classes.value = able.y;
  }

  range(end) { this.scrub.max = Math.max(0, end); }

  at(at, count, closed) {
    const frame = Math.round(at) % (closed ? Math.max(1, count) : Infinity) + 1;
    const words = fill(this.words.frame, { frame, count });
    this.scrub.value = at;
    this.scrub.setAttribute("aria-valuetext", words);
    this.step.textContent = words;
  }

  playing(on) {
    this.play.textContent = on ? "❚❚" : "▶";
    this.play.title = on ? this.words.pause : this.words.play;
    this.play.setAttribute("aria-label", this.play.title);
  }

  #stopButtons() {
    const { words, wishes } = this;
    this.pin = make("button", { type: "button", className: "first", onclick: wishes.pin }, words.pin);
    this.random = make("button", { type: "button", title: words["random-help"], onclick: wishes.random }, icon("random"), words.random);
    for (const name of ["undo", "redo"]) {
      this[name] = make("button", { type: "button", title: words[`${name}-help`], "aria-label": words[name], onclick: wishes[name] }, icon(name));
    }
    return [this.pin, this.random, this.undo, this.redo];
  }

  #pathControls({ words, fewest, longest, classes, name }) {
    const way = (kind) => make("input", { type: "radio", name, onchange: () => this.wishes.change({ kind }) });
    [this.arc, this.line] = [way("slerp"), way("lerp")];
    const path = make("fieldset", { className: "path", title: words["path-help"] }, make("legend", {}, words.path),
      make("label", {}, this.arc, words.arc), make("label", {}, this.line, words.line));
    this.frames = make("input", { type: "number", min: fewest, max: longest, step: 1, onchange: () => this.#framesChanged(fewest, longest) });
    this.loop = make("input", { type: "checkbox", onchange: () => this.wishes.change({ closed: this.loop.checked }) });
    const parts = [path, make("label", { title: words["frames-help"] }, words.frames, this.frames),
                   make("label", { title: words["loop-help"] }, this.loop, words.loop)];
    return classes.length ? [...parts, this.#classPicker(words, classes)] : parts;
  }

  #classPicker(words, classes) {
    this.classes = make("select", { onchange: () => this.wishes.draw(Number(this.classes.value)) },
      ...classes.map((title, i) => make("option", { value: i }, title)));
    return make("label", {}, words.class, this.classes);
  }

  #framesChanged(fewest, longest) {
    const wish = Math.round(Number(this.frames.value)) || fewest;
    this.wishes.change({ steps: Math.max(fewest, Math.min(longest, wish)) });
  }

  #hand({ words, follow }) {
    this.play = make("button", { type: "button", className: "play", onclick: this.wishes.play });
    this.scrub = make("input", { type: "range", className: "scrub", min: 0, max: 0, step: "any", value: 0, "aria-label": words.scrub,
                                 oninput: () => this.wishes.scrub(Number(this.scrub.value)), onkeydown: (event) => this.#key(event) });
    this.step = make("span", { className: "step" });
    this.follow = make("input", { type: "checkbox", onchange: () => this.wishes.follow(this.follow.checked) });
    const parts = [this.play, this.scrub, this.step];
    if (follow) parts.push(make("label", { title: words["follow-help"] }, this.follow, words.follow));
    this.playing(false);
    return make("div", { className: "hand" }, ...parts);
  }

  // Arrow keys go from frame to frame, which a slider without steps would not.
  #key(event) {
    const way = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1 }[event.key];
    if (way === undefined) return;
    event.preventDefault();
    this.wishes.scrub(Math.round(Number(this.scrub.value)) + way);
  }
}
