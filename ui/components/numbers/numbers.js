// The numbers taken while a run trains: each at the moment looked at, and one of them through the whole training.
import { fill, make } from "../parts/dom.js";
import { story } from "../parts/feed.js";
import { Live } from "../parts/live.js";
import { rowAt, said } from "../parts/measured.js";
import { mounted } from "../parts/mounted.js";
import { Plot } from "./plot.js";

const FIRST = ["kid", "sliced_wasserstein", "modes", "classes", "diversity"];     // the first of these that is there is drawn

export default mounted((component) => new Numbers(component));

class Numbers {
  #chosen = null; #lines = new Map(); #end = 1; #drawn = "";

  constructor({ data, parentElement }) {
    const { words } = data;
    this.words = words;
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
    this.live = new Live(data, () => this.#show(), (numbers) => this.#hear(numbers));
    this.deaf = story(data.story, this.live.moment).listen(({ value }) => {
      if (!value) return;
      this.#end = value.total ?? value.step;
      this.live.soon();
    });
  }

  update({ data }) { this.live.update(data); }

  end() {
    this.live.end();
    this.deaf();
  }

  #hear(numbers) {
    const there = Object.keys(numbers);
    this.#chosen ??= FIRST.find((name) => there.includes(name)) ?? there[0] ?? null;
    for (const name of there) if (!this.#lines.has(name)) this.#add(name, numbers[name][0]);
  }

  #add(name, { title, unit }) {
    const value = make("b"), band = make("small");
    const button = make("button", { type: "button", title: unit, onclick: () => { this.#chosen = name; this.live.soon(); } },
      make("span", { textContent: title }), value, band);
    this.#lines.set(name, { button, value, band });
    this.table.append(button);
  }

  #show() {
    const there = this.#lines.size > 0;
    this.note.textContent = this.live.note(there);
    this.figure.hidden = !there;
    if (!there) return;
    for (const [name, line] of this.#lines) this.#tell(line, rowAt(this.live.numbers[name] ?? [], this.live.moment), name === this.#chosen);
    this.#draw(this.live.numbers[this.#chosen] ?? []);
  }

  #tell(line, row, chosen) {
    if (line.row === row && line.chosen === chosen) return;
    Object.assign(line, { row, chosen });
    line.value.textContent = row ? said(row.value) : "–";
    line.band.textContent = !row ? "" : fill(this.words.band, { low: said(row.low), high: said(row.high) });
    line.button.setAttribute("aria-pressed", String(chosen));
  }

  #draw(rows) {
    if (!rows.length) return;
    const last = rows.at(-1), now = rowAt(rows, this.live.moment), sign = `${this.#chosen} ${rows.length} ${last.step} ${this.#end}`;
    if (sign !== this.#drawn) {
      this.#drawn = sign;
      const scale = this.plot.draw(rows, Math.max(this.#end, last.step));
      this.top.textContent = said(scale.top);
      this.bottom.textContent = said(scale.bottom);
      this.title.textContent = scale.log ? `${last.title} (${this.words.log})` : last.title;
    }
    this.plot.mark(this.live.moment.following ? null : this.live.moment.step);
    this.#explain(now ?? last, now);
  }

  #explain(row, now) {
    const facts = { n: row.n.toLocaleString("en"), seed: row.seed, step: row.step.toLocaleString("en"), floor: said(row.floor ?? 0) };
    const floor = row.floor === null || row.floor === undefined ? "" : ` · ${fill(this.words.floor, facts)}`;
    const told = `${fill(this.words.how, facts)}${floor}`, label = `${this.title.textContent}: ${now ? `${said(now.value)}, ` : ""}${told}`;
    if (this.plot.root.getAttribute("aria-label") === label) return;
    this.legend.textContent = told;
    this.plot.root.setAttribute("aria-label", label);
  }
}
