// The pictures of several runs at moments that match: beside each other, or two of them on one place. Everything is
// fetched ahead; moving asks nobody. This file joins the parts; what each does stands in its own.
import { fill, make } from "../parts/dom.js";
import { story } from "../parts/feed.js";
import { Frame } from "../parts/frame.js";
import { framesOf } from "../parts/frames.js";
import { moment } from "../parts/moment.js";
import { mounted } from "../parts/mounted.js";
import { shown, stops } from "./align.js";
import { Hand } from "./hand.js";
import { Pane } from "./pane.js";
import { Stage } from "./stage.js";

const NOTHING = { steps: [], times: [], kinds: [], total: null, active: true };

export default mounted((component) => new Sides(component));

class Sides {
  #sources = new Map(); #panes = []; #layout = ""; #frame = new Frame(() => this.draw()); #by = null;

  constructor({ data, parentElement }) {
    this.data = data;
    this.hand = new Hand(data.words, () => this.draw());
    this.stage = new Stage(data.words);
    this.pair = [0, 1].map((i) => make("select", { "aria-label": data.words[["left", "right"][i]], onchange: () => this.draw() }));
    this.pick = make("div", { className: "pair" }, this.pair[0], "⇄", this.pair[1]);
    this.file = make("a", { className: "file", download: "", textContent: data.words.file });
    this.note = make("p", { className: "note", role: "status", textContent: data.words.waiting });
    this.place = make("div", { className: "panes" });
    parentElement.querySelector(".genlab-sides").replaceChildren(
      make("div", { className: "bar" }, this.hand.root, this.pick), this.note, this.place, this.stage.root, this.file);
  }

  // Python's word: other runs, another way to align, another view.
  update({ data }) {
    this.data = data;
    const wanted = new Map(data.runs.map((run) => [`${run.run} ${data.kind}`, run]));
    for (const [key, source] of this.#sources) if (!wanted.has(key)) { source.end(); this.#sources.delete(key); }
    for (const [key, run] of wanted) {
      if (!this.#sources.has(key)) this.#sources.set(key, new Source(data, run, () => this.#frame.soon()));
      else if (run.live) this.#sources.get(key).wake();
    }
    if (this.#by !== null && this.#by !== data.by) this.hand.again();
    this.#by = data.by;
    this.#lay();
    this.draw();
  }

  end() {
    this.#frame.end();
    this.hand.halt();
    this.stage.end();
    for (const source of this.#sources.values()) source.end();
  }

  draw() {
    const sources = this.#all(), { by, kind, words } = this.data;
    const there = sources.filter((source) => source.story.steps.length);
    this.hand.of(stops(there.map((source) => source.story), by), (at) => this.#place(at));
    const now = new Map(sources.map((source) => [source.run.run, this.#at(source)]));
    this.#panes.forEach(({ pane, run, original }) => pane.show(now.get(run).picture, original ? "" : now.get(run).note));
    const two = this.pair.map((select) => now.get(select.value));
    if (two.every(Boolean)) this.stage.show(two.map(({ picture }) => picture), two.map(({ name, note }) => `${name} · ${note}`));
    const drawn = there.map((source) => [source.run.run, now.get(source.run.run).step]);
    this.file.href = `${this.data.poster}?${new URLSearchParams({ kind, runs: drawn.map(([run]) => run), steps: drawn.map(([, step]) => step) })}`;
    this.file.hidden = !drawn.length;
    this.note.textContent = this.#say(sources, words);
  }

  #all() { return this.data.runs.map((run) => this.#sources.get(`${run.run} ${this.data.kind}`)); }

  #at(source) {
    const { story, frames, run } = source, { words } = this.data, found = shown(story, this.data.by, this.hand.place);
    if (!found) return { picture: null, note: story.active ? words.waiting : words.nothing, name: run.letter, step: 0 };
    const facts = { step: found.step.toLocaleString("en"), seconds: Math.round(found.seconds).toLocaleString("en") };
    return { picture: frames.get(found.step), step: found.step, name: `${run.letter} ${run.title}`,
      note: fill(found.over ? words["ended-at"] : words["at-step"], facts) };
  }

  #place(at) {
    const { by, words } = this.data;
    return fill(words[`place-${by}`], { at: by === "share" ? Math.round(100 * at) : Math.round(at).toLocaleString("en") });
  }

  #say(sources, words) {
    const gone = sources.map(({ gone }) => gone).find(Boolean);
    const missing = sources.reduce((sum, { frames }) => sum + Math.max(0, frames.steps.length - frames.read - frames.broken), 0);
    return gone || (missing ? fill(words.reading, { n: missing }) : "");
  }

  // New panes only where the choice or the view has changed: what is drawn stays.
  #lay() {
    const { runs, kind, view, words } = this.data, told = JSON.stringify([runs.map(({ run }) => run), kind, view]);
    const two = view !== "all" && kind === "samples" && runs.length > 1;
    this.stage.root.hidden = this.pick.hidden = !two;
    this.place.hidden = two;
    this.stage.mode = two ? view : "swipe";
    if (told === this.#layout) return;
    this.#layout = told;
    this.#choose(runs);
    this.place.className = `panes ${kind}`;
    this.#panes = kind === "samples" ? runs.map((run) => this.#pane(run, "whole", words.samples)) : this.#rows(runs);
    this.place.replaceChildren(...this.#panes.map(({ pane }) => pane.root));
  }

  // Held-out images of a dataset once, then what each of its runs makes of them.
  #rows(runs) {
    const datasets = [...new Set(runs.map(({ dataset }) => dataset))];
    return datasets.flatMap((dataset) => {
      const its = runs.filter((run) => run.dataset === dataset), name = fill(this.data.words.originals, { dataset });
      const pane = new Pane(make("b", { textContent: name }), name, "upper");
      return [{ pane, run: its[0].run, original: true }, ...its.map((run) => this.#pane(run, "lower", this.data.words.redrawn))];
    });
  }

  #pane(run, part, what) {
    const mark = make("img", { src: run.mark, alt: run.letter, width: 54, height: 22 });
    const name = make("span", { className: "run" }, mark, make("b", { textContent: run.title }));
    return { pane: new Pane(name, `${run.letter} ${run.title}, ${what}`, part), run: run.run };
  }

  #choose(runs) {
    this.pair.forEach((select, i) => {
      const before = select.value;
      select.replaceChildren(...runs.map(({ run, letter, title }) => make("option", { value: run, textContent: `${letter} · ${title}` })));
      select.value = runs.some(({ run }) => run === before) ? before : runs[Math.min(i, runs.length - 1)].run;
    });
  }
}

// What is known of one run: what happened when, and its pictures.
class Source {
  story = NOTHING; gone = "";

  constructor({ runs: _, base, kind }, run, onChange) {
    this.run = run;
    const address = `${base}/${encodeURIComponent(run.run)}`;
    this.frames = framesOf(`${address}/film/${kind}`);
    this.feed = story(`${address}/story`, moment(run.run));
    this.deaf = [this.frames.listen(onChange), this.feed.listen(({ value, failed }) => {
      this.gone = failed;
      if (value) {
        this.story = value;
        this.frames.update(value.steps);
      }
      onChange();
    })];
  }

  wake() { this.feed.wake(); }

  end() { this.deaf.forEach((forget) => forget()); }
}
