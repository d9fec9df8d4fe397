// Breeding: variations of a picture at a chosen distance; who is kept has a litter of its own, and the family is a tree.
import { Line } from "../parts/line.js";
import { mounted } from "../parts/mounted.js";
import { place } from "../parts/place.js";
import { fromText, toText } from "../parts/geometry.js";
import { History } from "../parts/history.js";
import { Outbox } from "../parts/outbox.js";
import { Picture } from "../parts/picture.js";
import { Children } from "./children.js";
import { Desk } from "./desk.js";
import { beginning, born, codesOf, fromAddress, moved, toAddress, without } from "./family.js";
import { litter } from "./litter.js";
import { Tree } from "./tree.js";

const LAST_SEED = 2 ** 31 - 1;

export default mounted((component) => new Breeder(component));

class Breeder {
  #codes = []; #children = null;

  constructor({ data, parentElement }) {
    const root = parentElement.querySelector(".genlab-breed");
    Object.assign(this, { data, place: place(data.run), y: data.class, distance: data.distance });
    this.history = new History(familyOf(data));
    this.seed = 1 + Math.max(0, ...this.family.members.map(({ seed }) => seed ?? 0));
    this.outbox = new Outbox((message) => this.send("family", message), data.heard, textOf(data));
    this.picture = new Picture(data.words, () => this.line.again(this.data));
    this.line = new Line(this.picture, () => this.#changed());
    this.children = new Children(data.words, data.litter, {
      look: (i) => this.#look(this.#child(i)), leave: () => this.#look(this.code), keep: (i) => this.#keepChild(i) });
    this.tree = new Tree(data.words, (i) => this.#keep(moved(this.family, i)));
    this.desk = new Desk(data, this.#wishes());
    const beside = document.createElement("div");
    beside.className = "beside";
    beside.append(this.desk.root, this.children.root);
    root.replaceChildren(this.picture.root, beside, this.desk.line, this.tree.root);
    root.onkeydown = (event) => this.#key(event);
    this.#changed();
    this.forget = this.place.listen(({ y }, by) => { if (by !== "breed" && y !== this.y) this.#draw(y); });
  }

  get family() { return this.history.now; }
  get code() { return this.#codes[this.family.at]; }
  get full() { return this.family.members.length > this.data.most; }

  // A family from outside (a link) is adopted; another sample becomes the root as long as nothing was bred.
  update({ data, setStateValue }) {
    Object.assign(this, { data, send: setStateValue });
    this.line.to(data);
    if (this.outbox.heard(data.heard, textOf(data))) this.#jump(data);
  }

  #jump(data) {
    const barren = this.family.members.length === 1;
    this.y = data.class;
    if (data.family && data.family !== addressOf(this.family)) this.history.keep(fromAddress(data.family));
    else if (barren && toText(this.family.root) !== data.here) this.history = new History(familyOf(data));
    this.#changed();
  }

  end() {
    for (const part of [this.outbox, this.line]) part.end();
    this.forget();
  }

  #wishes() {
    return {
      distance: (percent) => { this.distance = percent; this.#bred(); },
      seed: (seed) => { this.seed = seed; this.#bred(); },
      another: () => { this.seed = this.#nextSeed(); this.#bred(); },
      undo: () => { if (this.history.undo()) this.#went(); },
      redo: () => { if (this.history.redo()) this.#went(); },
      remove: () => this.#keep(without(this.family, this.family.at)),
      begin: () => this.#keep(beginning(fromText(this.data.here))),
      draw: (y) => { this.#draw(y); this.#went(); },
    };
  }

  // The next litter comes from the next seed: the same noise around another parent would look like the last one.
  #keepChild(child) {
    const { distance, seed } = this;
    this.seed = this.#nextSeed();
    this.#keep(born(this.family, { distance, seed, child }));
  }

  #keep(family) {
    this.history.keep(family);
    this.#went();
  }

  // The page stands at who is shown now: the walk can pin it, the studio begins there.
  #went() {
    this.#told();
    this.place.go(this.code, this.y, "breed");
  }

  #told() {
    const message = { family: addressOf(this.family), class: this.y };
    this.outbox.post(message, textOf({ ...this.data, ...message }));
    this.#changed();
  }

  #changed() {
    this.#codes = codesOf(this.family);
    this.desk.update(this.data, this, this.history);
    if (!this.line.source) return;
    this.tree.draw(this.line.source, this.family, this.#codes, this.y);
    this.#look(this.code);
    this.#bred();
  }

  // Only the litter is another one: while the distance is dragged, the tree stands still.
  #bred() {
    this.desk.update(this.data, this, this.history);
    this.#children = litter(this.code, this.data.litter, this.distance / 100, this.seed);
    if (this.line.source) this.children.draw(this.line.source, this.#children, this.y, this.distance, !this.full);
  }

  #draw(y) {
    this.y = y;
    this.#changed();
  }

  #child(i) { return this.#children.subarray(i * this.data.latent, (i + 1) * this.data.latent); }

  #look(code) {
    this.line.source?.show(code, this.y, (pixels, ms) => this.picture.show(pixels, ms));
  }

  #nextSeed() { return this.seed < LAST_SEED ? this.seed + 1 : 0; }

  #key(event) {
    const wish = (event.ctrlKey || event.metaKey) && { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (!wish || event.target.type === "number") return;     // a number field undoes its own letters
    event.preventDefault();
    this.#wishes()[wish]();
  }
}

const familyOf = ({ family, here }) => family ? fromAddress(family) : beginning(fromText(here));

const textOf = ({ family, here, class: y }) => [family, here, y].join("|");

// A root alone is what the page begins with: it needs no address.
const addressOf = (family) => family.members.length > 1 ? toAddress(family) : "";
