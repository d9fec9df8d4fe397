// The controls of breeding: how different the next litter is, which one it is, and the way back.
import { fill, icon, make } from "../parts/dom.js";
import { toText } from "../parts/geometry.js";

export class Desk {
  constructor({ words, classes }, wishes) {
    Object.assign(this, { words, wishes });
    this.root = make("div", { className: "settings" }, ...this.#litterControls());
    if (classes.length) this.root.append(this.#classPicker(classes));
    this.line = make("div", { className: "settings line" }, ...this.#familyControls());
  }

  update({ here, title }, { distance, seed, y, family, full }, { canUndo, canRedo }) {
    const { words } = this;
    this.distance.value = distance;
    this.percent.textContent = `${distance} %`;
    this.seed.value = seed;
    if (this.classes) this.classes.value = y;
    this.undo.disabled = !canUndo;
    this.redo.disabled = !canRedo;
    this.remove.disabled = family.at === 0;
    this.begin.textContent = fill(words.begin, { title });
    this.begin.disabled = toText(family.root) === here && family.members.length === 1;
    const n = family.members.length - 1;
    this.said.textContent = full ? words.full : n === 0 ? words.none : fill(n === 1 ? words.one : words.many, { n });
  }

  #litterControls() {
    const { words, wishes } = this;
    this.distance = make("input", { type: "range", min: 5, max: 100, step: 5, "aria-label": words.distance,
                                    oninput: () => wishes.distance(Number(this.distance.value)) });
    this.percent = make("output");
    this.seed = make("input", { type: "number", min: 0, max: 2 ** 31 - 1, step: 1, onchange: () => wishes.seed(this.#seedTyped()) });
    return [
      make("label", { title: words["distance-help"] }, words.distance, this.distance, this.percent),
      make("button", { type: "button", className: "first", title: words["another-help"], onclick: wishes.another },
        icon("random"), words.another),
      make("label", { title: words["seed-help"] }, words.seed, this.seed)];
  }

  #seedTyped() {
    const typed = Math.round(Number(this.seed.value)) || 0;
    return Math.max(0, Math.min(2 ** 31 - 1, typed));
  }

  #familyControls() {
    const { words, wishes } = this;
    for (const name of ["undo", "redo"]) {
      this[name] = make("button", { type: "button", title: words[`${name}-help`], onclick: wishes[name] }, icon(name), words[name]);
    }
    this.remove = make("button", { type: "button", title: words["remove-help"], onclick: wishes.remove }, words.remove);
    this.begin = make("button", { type: "button", title: words["begin-help"], onclick: wishes.begin });
    this.said = make("span", { role: "status" });
    return [this.undo, this.redo, this.remove, this.begin, this.said];
  }

  #classPicker(classes) {
    this.classes = make("select", { onchange: () => this.wishes.draw(Number(this.classes.value)) },
      ...classes.map((title, i) => make("option", { value: i }, title)));
    return make("label", {}, this.words.class, this.classes);
  }
}
