// What happened in the training, as marks below the track: each a button that is named under the pointer and the
// keyboard's focus, and that goes there.
import { fill, make } from "../parts/dom.js";
import { grouped } from "./track.js";

const APART = 24;                                                // px; nearer marks stand together
const ORDER = ["alarm", "branch", "change", "checkpoint"];       // the gravest gives a group its look

export class Ticks {
  #told = "";

  constructor(words, onGo) {
    Object.assign(this, { words, onGo });
    this.tip = make("p", { className: "tip", role: "tooltip", hidden: true });
    this.lane = make("div", { className: "lane", role: "group", "aria-label": words.marks });
    this.root = make("div", { className: "ticks" }, this.lane, this.tip);
  }

  draw(story, track) {
    const width = Math.max(1, this.lane.clientWidth), groups = grouped(marks(story), track, width, APART);
    const told = JSON.stringify([groups, width]);
    if (told === this.#told) return;
    this.#told = told;
    const focused = [...this.lane.children].findIndex((button) => button.matches(":focus"));
    this.#say(null);
    this.lane.replaceChildren(...groups.map((group) => this.#button(group)));
    if (focused >= 0) this.lane.children[Math.min(focused, groups.length - 1)]?.focus();
  }

  #button({ place, marks }) {
    const kind = ORDER.find((name) => marks.some((mark) => mark.kind === name)), names = marks.map((mark) => this.#name(mark));
    const first = marks.find((mark) => mark.kind === kind);
    const button = make("button", { type: "button", className: kind, "aria-label": names.join("; ") });
    if (marks.length > 1) button.append(make("span", { textContent: marks.length, "aria-hidden": "true" }));
    button.style.left = `${100 * place}%`;
    button.onclick = () => this.onGo(first.step);
    for (const event of ["mouseenter", "focus"]) button.addEventListener(event, () => this.#say(names, place));
    for (const event of ["mouseleave", "blur"]) button.addEventListener(event, () => this.#say(null));
    button.onkeydown = (event) => { if (event.key === "Escape") this.#say(null); };
    return button;
  }

  #say(names, place = 0) {
    this.tip.hidden = !names;
    if (!names) return;
    this.tip.replaceChildren(...names.map((name) => make("span", { textContent: name })));
    this.tip.style.left = `${100 * place}%`;
    this.tip.style.transform = `translateX(${-100 * place}%)`;
  }

  #name({ step, kind, ...about }) { return fill(this.words[kind], { step: Math.floor(step).toLocaleString("en"), ...about }); }
}

// One list of all that happened; checkpoints that came one after the other are many, and the last ones matter.
export function marks({ alarms, changes, branches, checkpoints }) {
  const shown = (value) => typeof value === "number" ? Number(value.toPrecision(4)) : value;
  return [
    ...alarms.map(({ step, what }) => ({ step, kind: "alarm", what })),
    ...changes.map(({ step, setting, old, new: now }) => ({ step, kind: "change", setting, old: shown(old), now: shown(now) })),
    ...branches.map(({ step, title }) => ({ step, kind: "branch", title })),
    ...checkpoints.map((step) => ({ step, kind: "checkpoint" })),
  ];
}
