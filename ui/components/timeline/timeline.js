// The training under the hand: one track that moves every part of the page, without asking the server.
// This file joins the parts; what each does stands in its own.
import { fill, make } from "../parts/dom.js";
import { story } from "../parts/feed.js";
import { Frame } from "../parts/frame.js";
import { framesOf } from "../parts/frames.js";
import { moment } from "../parts/moment.js";
import { mounted } from "../parts/mounted.js";
import { Player, SPEEDS } from "./player.js";
import { Strip } from "./strip.js";
import { Ticks } from "./ticks.js";
import { Track, beside, between, nearestOn } from "./track.js";

const PAGE = 10;     // snapshots, for the keys of that name

export default mounted((component) => new Timeline(component));

export class Timeline {
  #frame = new Frame(() => this.#tell()); #track = new Track(1);

  constructor({ data, parentElement }) {
    this.root = parentElement.querySelector(".genlab-timeline");
    this.words = data.words;
    this.moment = moment(data.run);
    this.story = { steps: [], times: [], alarms: [], changes: [], branches: [], checkpoints: [], active: data.live, total: null };
    this.player = new Player((step) => this.moment.go(step, this), () => this.#arrived());
    this.#build(data);
    this.frames = framesOf(data.film);
    this.feed = story(data.story, this.moment);
    this.deaf = [
      this.moment.listen((now, by) => { if (by !== this) this.halt(); this.#frame.soon(); }),
      this.frames.listen(() => this.#pictures()),
      this.feed.listen(({ value, failed }) => this.#hear(value, failed))];
    this.watch = new ResizeObserver(() => this.#lay());
    this.watch.observe(this.root);
  }

  update({ data }) {
    if (data.live) this.feed.wake();
  }

  end() {
    this.halt();
    this.#frame.end();
    this.watch.disconnect();
    this.deaf.forEach((forget) => forget());
  }

  get #steps() { return this.story.steps; }

  play() {
    if (this.#steps.length < 2) return;
    this.player.play(this.#steps, this.moment.step ?? 0);
    this.#label();
  }

  halt() {
    this.player.halt();
    this.#label();
  }

  #build({ plane }) {
    const { words } = this;
    this.playing = make("button", { type: "button", className: "play", onclick: () => (this.player.playing ? this.halt() : this.play()) });
    this.speeds = SPEEDS.map((speed) => make("button", { type: "button", textContent: `${speed}×`.replace("0.5", "½"),
      "aria-label": fill(words.speed, { speed }), onclick: () => { this.player.speed = speed; this.#label(); } }));
    this.said = make("output", { className: "said" });
    this.reading = make("span", { className: "reading", role: "status", textContent: words.waiting });
    this.following = make("button", { type: "button", className: "follow", textContent: words.follow, title: words["follow-help"],
      onclick: () => { this.halt(); this.moment.follow(this); } });
    this.knob = make("div", { className: "knob", role: "slider", tabIndex: 0, "aria-label": words.scrub, "aria-valuemin": 0 });
    this.trained = make("div", { className: "trained" });
    const pictures = make("div", { className: "strip", "aria-hidden": "true" });
    this.strip = new Strip(pictures, plane);
    this.ticks = new Ticks(words, (step) => { this.halt(); this.moment.go(step, this); });
    this.rail = make("div", { className: "rail" }, pictures, this.trained, this.knob);
    this.#hands();
    const group = make("div", { className: "speeds", role: "group", "aria-label": words.speeds }, ...this.speeds);
    this.root.replaceChildren(
      make("div", { className: "hand" }, this.playing, group, this.said, this.reading, this.following), this.rail, this.ticks.root);
    this.#label();
  }

  #hands() {
    const to = (event) => {
      const box = this.rail.getBoundingClientRect(), steps = this.#steps;
      if (!steps.length) return;
      const step = this.#track.step((event.clientX - box.left) / box.width);
      this.halt();
      this.moment.go(steps[nearestOn(this.#track, steps, step)], this);
    };
    this.rail.onpointerdown = (event) => {
      if (event.button !== 0) return;
      this.rail.setPointerCapture(event.pointerId);
      this.knob.focus({ preventScroll: true });
      to(event);
    };
    this.rail.onpointermove = (event) => { if (this.rail.hasPointerCapture(event.pointerId)) to(event); };
    this.knob.onkeydown = (event) => this.#key(event);
  }

  #key(event) {
    if (event.altKey || event.ctrlKey || event.metaKey) return;
    const by = { ArrowLeft: -1, ArrowDown: -1, ArrowRight: 1, ArrowUp: 1, PageDown: -PAGE, PageUp: PAGE }[event.key];
    const known = by !== undefined || ["Home", "End", " "].includes(event.key);
    if (!known || !this.#steps.length) return;
    event.preventDefault();
    if (event.key === " ") return this.player.playing ? this.halt() : this.play();
    this.halt();
    if (event.key === "Home") return this.moment.go(this.#steps[0], this);
    if (event.key === "End") return this.#arrived();
    const step = beside(this.#steps, this.moment.step ?? 0, by);
    if (step !== null) this.moment.go(step, this);
    else if (by > 0) this.#arrived();
  }

  // The end of what there is: of a run that trains, the newest from now on.
  #arrived() {
    if (this.story.active) this.moment.follow(this);
    else this.moment.go(Math.max(this.#steps.at(-1) ?? 0, this.moment.newest ?? 0), this);
    this.#label();
  }

  #hear(value, failed) {
    this.failed = failed;
    if (value) {
      const { steps } = this.story;
      steps.splice(0, steps.length, ...value.steps);     // the same list, for the player goes along it
      this.story = { ...value, steps };
      this.#track = new Track(value.total ?? Math.max(value.step, steps.at(-1) ?? 0));
      this.frames.update([...steps]);
    }
    this.#lay();
  }

  #lay() {
    const { story } = this;
    this.trained.style.width = `${100 * this.#track.place(Math.max(story.step ?? 0, this.#steps.at(-1) ?? 0))}%`;
    this.following.hidden = !story.active;
    this.root.classList.toggle("empty", !this.#steps.length);
    this.knob.setAttribute("aria-valuemax", this.#track.end);
    this.ticks.draw(story, this.#track);
    this.#pictures();
    this.#tell();
    this.#label();
  }

  #pictures() {
    const { frames, words } = this;
    this.strip.draw(this.#track, frames);
    const told = this.failed ? words.offline : !this.#steps.length ? (this.story.active ? words.waiting : words.nothing)
      : !frames.complete ? fill(words.reading, { n: frames.read, all: frames.steps.length })
      : frames.broken ? fill(words.broken, { n: frames.broken }) : "";
    if (this.reading.textContent !== told) this.reading.textContent = told;
  }

  #tell() {
    const { words } = this, step = this.moment.step ?? 0, whole = Math.floor(step).toLocaleString("en");
    const time = between(this.#steps, this.story.times, step), { total, active } = this.story;
    const text = fill(total && active ? words["step-of"] : words.step, { step: whole, total: total?.toLocaleString("en") });
    const said = time === null ? text : `${text} · ${duration(time, words)}`;
    this.knob.style.left = `${100 * this.#track.place(step)}%`;
    this.knob.setAttribute("aria-valuenow", Math.floor(step));
    this.knob.setAttribute("aria-valuetext", this.moment.following && active ? `${said}, ${words.newest}` : said);
    if (this.said.textContent !== said) this.said.textContent = said;
    this.following.setAttribute("aria-pressed", String(this.moment.following));
  }

  #label() {
    const { playing } = this.player, word = playing ? this.words.pause : this.words.play;
    if (this.playing.title !== word) {
      Object.assign(this.playing, { title: word, textContent: playing ? "❚❚" : "▶" });
      this.playing.setAttribute("aria-label", word);
    }
    this.playing.disabled = this.#steps.length < 2;
    SPEEDS.forEach((speed, i) => this.speeds[i].setAttribute("aria-pressed", String(speed === this.player.speed)));
  }
}

// As ui/words.py says it.
export function duration(seconds, words) {
  const whole = Math.max(0, Math.round(seconds)), minutes = Math.floor(whole / 60), hours = Math.floor(minutes / 60);
  if (whole < 60) return fill(words.seconds, { s: whole });
  const [large, small] = hours ? [fill(words.hours, { h: hours }), [minutes % 60, fill(words.minutes, { m: minutes % 60 })]]
    : [fill(words.minutes, { m: minutes }), [whole % 60, fill(words.seconds, { s: whole % 60 })]];
  return small[0] ? `${large} ${small[1]}` : large;
}
