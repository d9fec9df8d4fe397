// The row of buttons above: random, reset, undo, redo, the class to draw, places to go.
import { icon, make } from "../parts/dom.js";

export class Tools {
  // `on`: random, reset, undo, redo, class(y), go(goal).
  constructor(words, on, classes, goals) {
    const button = (name, ...content) => make("button", { type: "button", className: name, onclick: on[name],
      title: words[`${name}-help`], "aria-label": words[name] }, icon(name === "reset" ? "zero" : name), ...content);
    this.undo = button("undo");
    this.redo = button("redo");
    this.root = make("div", { className: "tools", role: "toolbar" },
      button("random", words.random), button("reset", words.reset), this.undo, this.redo);
    if (goals.length) this.root.append(goalsList(words, on, goals));
    if (classes.length) this.root.append(this.#classList(words, on, classes));
  }

  show(history, y) {
    // Not `disabled`: that would take the focus away, and with it Ctrl+Z and Ctrl+Y.
    this.undo.setAttribute("aria-disabled", !history.canUndo);
    this.redo.setAttribute("aria-disabled", !history.canRedo);
    if (this.kinds) this.kinds.value = y;
  }

  #classList(words, on, classes) {
    this.kinds = make("select", { onchange: () => on.class(Number(this.kinds.value)) },
      ...classes.map((name, y) => make("option", { value: y, textContent: name })));
    return make("label", { className: "kinds" }, `${words.class} `, this.kinds);
  }
}

function goalsList(words, on, goals) {
  const options = goals.map(({ title }, i) => make("option", { value: i, textContent: title }));
  const list = make("select", { className: "goals", "aria-label": words.goals },
    make("option", { value: "", textContent: words.goals }), ...options);
  list.onchange = () => {
    on.go(goals[Number(list.value)]);
    list.value = "";     // free for the same choice again
  };
  return list;
}
