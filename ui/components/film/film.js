// What the run drew at the moment looked at: samples, and for a model that encodes, reconstructions.
import { fill, make } from "../parts/dom.js";
import { story } from "../parts/feed.js";
import { Frame } from "../parts/frame.js";
import { framesOf } from "../parts/frames.js";
import { lastAt, moment } from "../parts/moment.js";
import { mounted } from "../parts/mounted.js";

export default mounted((component) => new Film(component));

class Film {
  #frame = new Frame(() => this.screens.forEach((screen) => screen.show(this.moment.step ?? 0)));

  constructor({ data, parentElement }) {
    this.root = parentElement.querySelector(".genlab-film");
    this.moment = moment(data.run);
    this.note = make("p", { className: "note", role: "status", textContent: data.words.waiting });
    this.screens = Object.entries(data.films).map(([kind, address]) => new Screen(kind, framesOf(address), data.words));
    this.root.replaceChildren(this.note, ...this.screens.map(({ root }) => root));
    this.words = data.words;
    this.feed = story(data.story, this.moment);
    this.deaf = [
      this.moment.listen(() => this.#frame.soon()),
      this.feed.listen(({ value }) => { if (value) this.#hear(value); }),
      ...this.screens.map(({ frames }) => frames.listen(() => this.#frame.soon()))];
  }

  update({ data }) {
    if (data.live) this.feed.wake();
  }

  end() {
    this.#frame.end();
    this.deaf.forEach((forget) => forget());
  }

  #hear({ steps, kinds, active }) {
    this.note.textContent = steps.length ? "" : active ? this.words.waiting : this.words.nothing;
    for (const screen of this.screens) screen.hear(kinds.includes(screen.kind) ? steps : []);
    this.#frame.soon();
  }
}

// One kind of picture. The old one stays until the new one is decoded: no flicker.
class Screen {
  #shown = null;

  constructor(kind, frames, words) {
    Object.assign(this, { kind, frames, words });
    this.canvas = make("canvas", { role: "img" });
    this.step = make("span", { className: "step" });
    const caption = make("figcaption", {}, make("span", { textContent: words[kind] }), this.step);
    this.root = make("figure", { className: kind, hidden: true }, caption, this.canvas);
  }

  hear(steps) {
    this.frames.update(steps);
    this.root.hidden = !steps.length;
  }

  show(moment) {
    const { frames } = this, step = frames.steps[lastAt(frames.steps, moment)];
    if (step === undefined) return;
    const picture = frames.get(step);
    if (step === this.#shown || (!picture && !frames.isBroken(step))) return;
    this.#shown = step;
    this.#paint(picture);
    const said = step.toLocaleString("en");
    this.step.textContent = fill(this.words[picture ? "step" : "broken"], { step: said });
    this.canvas.setAttribute("aria-label", `${this.words[this.kind]}, ${fill(this.words.step, { step: said })}`);
  }

  #paint(picture) {
    const { canvas } = this, { width, height } = picture ?? canvas, ink = canvas.getContext("2d");
    if (canvas.width !== width || canvas.height !== height) Object.assign(canvas, { width, height });
    if (picture) ink.drawImage(picture, 0, 0);
    else ink.clearRect(0, 0, width, height);
  }
}
