// Two lists above the pad: what goes to the right and what goes up, in groups.
import { make } from "../parts/dom.js";

export class Choice {
  // `onChoose([right, up])` with the keys of both.
  constructor(words, onChoose) {
    const choose = () => onChoose([this.right.value, this.up.value]);
    this.right = make("select", { onchange: choose, "aria-label": words.right });
    this.up = make("select", { onchange: choose, "aria-label": words.up });
    this.root = make("div", { className: "choice" },
      make("label", { title: words.right }, make("span", { textContent: "→", "aria-hidden": "true" }), this.right),
      make("label", { title: words.up }, make("span", { textContent: "↑", "aria-hidden": "true" }), this.up));
  }

  // `options`: [{key, title, group}]; `groups`: group -> words, in the order of the lists.
  lay(options, groups) {
    const shape = JSON.stringify(options);
    if (shape === this.shape) return;
    this.shape = shape;
    for (const list of [this.right, this.up]) {
      list.replaceChildren(...Object.entries(groups).map(([group, words]) => make("optgroup", { label: words },
        ...options.filter((one) => one.group === group).map(entry))));
      for (const group of list.querySelectorAll("optgroup:empty")) group.remove();
    }
  }

  show([right, up]) { [this.right.value, this.up.value] = [right, up]; }
}

const entry = ({ key, title }) => make("option", { value: key, textContent: title });
