// The row above the map: what the colours mean, what dragging does, how close one looks.
import { make } from "../studio/dom.js";

const CLOSER = 1.4;

export class Tools {
  #select = make("select"); #tiles = make("input", { type: "checkbox", checked: true }); #refresh;

  constructor(words, orders) {
    this.words = words;
    this.#select.onchange = orders.colour;
    this.#select.append(make("option", { value: "class", textContent: words.class }));
    this.#tiles.onchange = orders.field;
    const button = (text, label, onclick) => make("button", { type: "button", textContent: text, title: label, onclick });
    const sign = (text, label, onclick) => { const made = button(text, label, onclick); made.setAttribute("aria-label", label); return made; };
    this.#refresh = make("button", { type: "button", textContent: words.refresh, title: words["refresh-help"], hidden: true, onclick: orders.refresh });
    this.root = make("div", { className: "tools" },
      make("label", {}, words.colour, this.#select), this.#modes(orders.mode),
      make("div", { className: "joined" }, sign("−", words.out, () => orders.zoom(1 / CLOSER)),
        sign("+", words.in, () => orders.zoom(CLOSER)), button(words.home, words["home-help"], orders.home)),
      make("label", {}, this.#tiles, words.tiles), this.#refresh);
  }

  get colour() { return this.#select.value; }
  get field() { return this.#tiles.checked; }

  trains(active) { this.#refresh.hidden = !active; }

  attributes(table) {
    const before = this.colour;
    const options = table.map(({ key, title }) => make("option", { value: key, textContent: title }));
    this.#select.replaceChildren(this.#select.firstChild, ...options);
    this.#select.value = [...this.#select.options].some(({ value }) => value === before) ? before : "class";
  }

  #modes(choose) {
    const { words } = this, modes = ["move", "lasso"];
    const buttons = modes.map((mode) => make("button", { type: "button", textContent: words[mode], title: words[`${mode}-help`], "aria-pressed": String(mode === "move") }));
    buttons.forEach((button, i) => {
      button.onclick = () => {
        buttons.forEach((each) => each.setAttribute("aria-pressed", String(each === button)));
        choose(modes[i]);
      };
    });
    return make("div", { className: "joined", role: "group", "aria-label": words.modes }, ...buttons);
  }
}
