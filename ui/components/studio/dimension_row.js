// The slider of a dimension: beside the strip a name that can be changed, what the dimension carries, and a lock.
import { DimensionAxis } from "./axes.js";
import { fill, icon, make } from "../parts/dom.js";
import { Row } from "./row.js";

const LONGEST = 40;

export class DimensionRow extends Row {
  // `space`: {latent, span, reach}. `onLock(index, locked)`, `onName(index, name)`; without it names stand firm.
  constructor(dimension, hand, words, { space, onLock, onName }) {
    const plain = `z${dimension.index}`, label = dimension.name || plain;
    const name = make("input", { className: "name", type: "text", value: dimension.name, placeholder: plain,
      maxLength: LONGEST, readOnly: !onName, title: onName ? words["name-help"] : "",
      "aria-label": fill(words.name, { index: dimension.index }) });
    const lock = make("button", { type: "button", className: "quiet", title: words["lock-help"],
      "aria-pressed": "false", "aria-label": fill(words.lock, { name: label }) }, icon("unlocked"));
    const carried = dimension.nats === null ? [] : [fill(words.nats, { nats: dimension.nats.toFixed(2) })];
    const detail = (dimension.name ? [plain, ...carried] : carried).join(" · ");
    super(new DimensionAxis(dimension, space), hand, words,
      { title: name, label, detail, help: words["nats-help"], controls: [lock] });
    Object.assign(this, { name, lock, plain, kept: dimension.name });
    lock.onclick = () => onLock(this.axis.index, lock.getAttribute("aria-pressed") !== "true");
    name.onkeydown = (event) => this.#typed(event);
    name.onchange = () => this.#named(onName);
  }

  // A name from the server, unless the visitor is writing one.
  hear(name) {
    if (name === this.kept || this.name.matches(":focus")) return;
    this.kept = this.name.value = name;
    this.rename(name || this.plain);
  }

  enable(free) {
    super.enable(free);
    const locked = String(!free[this.axis.index]);
    if (this.lock.getAttribute("aria-pressed") === locked) return;
    this.lock.setAttribute("aria-pressed", locked);
    this.lock.replaceChildren(icon(locked === "true" ? "locked" : "unlocked"));
  }

  // Streamlit listens for single letters on the whole page, and takes a field in here for none.
  #typed(event) {
    event.stopPropagation();
    if (event.key === "Escape") this.name.value = this.kept;
    if (event.key === "Escape" || event.key === "Enter") this.name.blur();
  }

  #named(onName) {
    this.kept = this.name.value = this.name.value.trim().replace(/\s+/g, " ").slice(0, LONGEST);
    this.rename(this.kept || this.plain);
    onName(this.axis.index, this.kept);
  }
}
