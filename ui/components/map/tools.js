// The row above the map: what the colours mean, what dragging does, how close one looks.
import { make } from "../parts/dom.js";

export class Tools {
  #select = make("select"); #tiles = make("input", { type: "checkbox", checked: true }); #refresh;

  constructor(words, orders) {
    this.words = words;
    this.#select.onchange = orders.colour;
    this.#select.append(make("option", { value: "class", textContent: words.class }));
    this.#tiles.onchange = orders.field;
    this.#refresh = button(words.refresh, words["refresh-help"], orders.refresh);
    this.#refresh.hidden = true;
    this.root = make("div", { className: "tools" },
      make("label", {}, words.colour, this.#select), this.#modes(orders.mode),
      make("div", { className: "joined" }, sign("−", words.out, orders.farther),
        sign("+", words.in, orders.closer), button(words.home, words["home-help"], orders.home)),
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
    const buttons = modes.map((mode) => button(words[mode], words[`${mode}-help`], () => press(mode)));
    const press = (chosen) => {
      buttons.forEach((each, i) => each.setAttribute("aria-pressed", String(modes[i] === chosen)));
      choose(chosen);
    };
    buttons.forEach((each, i) => each.setAttribute("aria-pressed", String(i === 0)));
    return make("div", { className: "joined", role: "group", "aria-label": words.modes }, ...buttons);
  }
}

const button = (text, help, onclick) => make("button", { type: "button", textContent: text, title: help, onclick });

// A sign has no words of its own to be read out.
function sign(text, name, onclick) {
  const made = button(text, name, onclick);
  made.setAttribute("aria-label", name);
  return made;
}
