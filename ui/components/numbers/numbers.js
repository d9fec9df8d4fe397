// The numbers taken while a run trains: each at the moment looked at, and one of them through the whole training.
import { fill, make } from "../parts/dom.js";
import { liveNumbers, story } from "../parts/feed.js";
import { rowAt, said } from "../parts/measured.js";
import { moment } from "../parts/moment.js";
import { mounted } from "../parts/mounted.js";
import { Plot } from "./plot.js";

const FIRST = ["kid", "sliced_wasserstein", "modes", "classes", "diversity"];     // the first of these that is there is drawn

export default mounted((component) => new Numbers(component));

class Numbers {
  #frame = 0; #numbers = {}; #chosen = null; #lines = new Map(); #end = 1; #drawn = "";

  constructor({ data, parentElement }) {
    const { words } = data;
    this.words = words;
    this.moment = moment(data.run);
    this.plot = new Plot();
    this.title = make("figcaption");
    this.top = make("span");
    this.bottom = make("span");
    this.legend = make("p", { className: "legend" });
    this.table = make("div", { className: "table", role: "group", "aria-label": words.numbers });
    this.note = make("p", { className: "note", role: "status", textContent: words.waiting });
    const axis = make("div", { className: "axis" }, this.top, this.bottom);
    this.figure = make("figure", { hidden: true }, this.title, make("div", { className: "plot" }, axis, this.plot.root), this.legend);
    parentElement.querySelector(".genlab-numbers").replaceChildren(this.figure, this.table, this.note);
    this.feed = liveNumbers(data.numbers);
    this.deaf = [
      this.moment.listen(() => this.#soon()),
      this.feed.listen((feed) => this.#hear(feed)),
      story(data.story, this.moment).listen(({ value }) => { if (value) { this.#end = value.total ?? value.step; this.#soon(); } })];
  }

  update({ data }) {
    this.live = data.live;
    if (data.live) this.feed.wake();
    this.#soon();
  }

  end() {
    cancelAnimationFrame(this.#frame);
    this.deaf.forEach((forget) => forget());
  }

  #hear({ value, failed }) {
    this.failed = failed;
    this.#numbers = value ?? this.#numbers;
    const there = Object.keys(this.#numbers);
    this.#chosen ??= FIRST.find((name) => there.includes(name)) ?? there[0] ?? null;
    for (const name of there) if (!this.#lines.has(name)) this.#add(name);
    this.#soon();
  }

  #add(name) {
    const [{ title, unit }] = this.#numbers[name], value = make("b"), band = make("small");
    const button = make("button", { type: "button", title: unit, onclick: () => { this.#chosen = name; this.#soon(); } },
      make("span", { textContent: title }), value, band);
    this.#lines.set(name, { button, value, band });
    this.table.append(button);
  }

  #soon() {
    cancelAnimationFrame(this.#frame);
    this.#frame = requestAnimationFrame(() => this.#show());
  }

  #show() {
    const there = this.#lines.size > 0;
    this.note.textContent = this.failed || (there ? "" : this.live ? this.words.waiting : this.words.nothing);
    this.figure.hidden = !there;
    if (!there) return;
    for (const [name, line] of this.#lines) this.#tell(line, rowAt(this.#numbers[name] ?? [], this.moment), name === this.#chosen);
    this.#draw(this.#numbers[this.#chosen] ?? []);
  }

  #tell({ button, value, band }, row, chosen) {
    value.textContent = row ? said(row.value) : "–";
    band.textContent = !row ? "" : fill(this.words.band, { low: said(row.low), high: said(row.high) });
    button.setAttribute("aria-pressed", String(chosen));
  }

  #draw(rows) {
    if (!rows.length) return;
    const last = rows.at(-1), now = rowAt(rows, this.moment), sign = `${this.#chosen} ${rows.length} ${last.step} ${this.#end}`;
    if (sign !== this.#drawn) {
      this.#drawn = sign;
      const scale = this.plot.draw(rows, Math.max(this.#end, last.step));
      this.top.textContent = said(scale.top);
      this.bottom.textContent = said(scale.bottom);
      this.title.textContent = scale.log ? `${last.title} (${this.words.log})` : last.title;
    }
    this.plot.mark(this.moment.following ? null : this.moment.step);
    const how = now ?? last, facts = { n: how.n.toLocaleString("en"), seed: how.seed, step: how.step.toLocaleString("en"), floor: said(how.floor ?? 0) };
    this.legend.textContent = `${fill(this.words.how, facts)}${how.floor === null || how.floor === undefined ? "" : ` · ${fill(this.words.floor, facts)}`}`;
    this.plot.root.setAttribute("aria-label", `${this.title.textContent}: ${now ? `${said(now.value)}, ` : ""}${this.legend.textContent}`);
  }
}
