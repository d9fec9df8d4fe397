// The studio: a picture, a pad and sliders that decode under the pointer. This file joins the parts and talks with
// Python; what a move does stands in hand.js, what is seen of it in the parts' own files.
import { mounted } from "../parts/mounted.js";
import { place } from "../parts/place.js";
import { Connection } from "./connection.js";
import { make } from "../parts/dom.js";
import { draw, fromText, toText, zeroed } from "../parts/geometry.js";
import { Hand } from "./hand.js";
import { Outbox } from "../parts/outbox.js";
import { Stage } from "./stage.js";

const SETTLE = 600;     // ms after the last move of a walk until its code goes into the address

export default mounted((component) => new Studio(component));

class Studio {
  #timer = 0;

  constructor({ data, parentElement }) {
    const root = parentElement.querySelector(".genlab-studio");
    this.data = data;
    this.place = place(data.run);
    this.axes = data.axes;
    this.outbox = new Outbox((message) => this.component.setStateValue("kept", message), data.heard, echo(data));
    this.hand = new Hand({ z: new Float32Array(data.latent), y: 0, at: null }, data.latent, {
      frame: (z, at) => this.stage.frame(z, at), held: (z, at, y) => this.#held(z, at, y),
      kept: (entry, tag) => this.#kept(entry, tag), seen: () => this.stage.seen() });
    this.stage = new Stage(data, this.hand, this.#orders());
    this.connection = new Connection(this.stage);
    this.said = make("p", { className: "said", "aria-live": "polite" });
    root.replaceChildren(this.stage.root, this.said);
    root.onkeydown = (event) => this.#key(event);
    this.stage.lay(data, this.axes);
    this.hand.begin(this.#entry(data));
    this.deaf = this.place.listen((there, by) => { if (by !== "studio") this.#follow(there, by); });
    this.place.go(this.hand.kept.z, this.hand.y, "studio");
  }

  // Python's word: that it has heard what was kept here, or a place it sends us to, or neither.
  update(component) {
    const { data } = component;
    Object.assign(this, { component, data });
    this.connection.to(data);
    const jump = this.outbox.heard(data.heard, echo(data));
    if (jump && data.axes) this.axes = data.axes;
    this.stage.lay(data, this.axes);
    if (jump) this.hand.go(this.#entry(data));
  }

  end() {
    clearTimeout(this.#timer);
    for (const part of [this.outbox, this.connection, this.stage]) part.end();
    this.deaf();
  }

  // What the data says: a code, or the middle of the pad.
  #entry(data) {
    const z = data.code === null ? this.stage.middle() : fromText(data.code);
    return { z, y: data.class, at: this.stage.surface.find(z) };
  }

  #orders() {
    const { hand } = this, go = (z) => hand.go({ z, y: hand.y, at: this.stage.surface.find(z) });
    return {
      random: () => go(draw(hand.kept.z, hand.free)), reset: () => go(zeroed(hand.kept.z, hand.free)),
      undo: () => this.#undo(), redo: () => this.#redo(),
      class: (y) => hand.go({ ...hand.kept, y }), go: ({ code }) => go(fromText(code)),
      axes: (axes) => this.#choose(axes), lock: (index, locked) => this.#lock(index, locked),
      name: (dimension, name) => this.component.setTriggerValue("named", { dimension, name }),
      again: () => this.connection.again(this.data) };
  }

  #held(z, at, y) {
    this.stage.held(z, at, y);
    this.place.go(z, y, "studio");
  }

  #kept(entry, tag) {
    this.stage.kept(entry);
    this.place.go(entry.z, entry.y, "studio");
    clearTimeout(this.#timer);
    if (tag === "walk") this.#timer = setTimeout(() => this.#post(), SETTLE);
    else this.#post();
  }

  #post() {
    const { z, y } = this.hand.kept, message = { code: toText(z), class: y, axes: this.axes };
    this.outbox.post(message, echo(message));
  }

  // Another part of the page has moved.
  #follow({ z, y }, by) {
    if (z.length === this.data.latent) this.hand.go({ z, y, at: this.stage.surface.find(z) }, by);
  }

  #choose(axes) {
    this.axes = axes;
    this.stage.lay(this.data, axes);
    this.#post();
  }

  #lock(index, locked) {
    this.hand.lock(index, locked);
    this.stage.lay(this.data, this.axes);
    this.stage.seen();     // strips along directions
  }

  #undo() {
    this.hand.undo();
    this.said.textContent = this.data.words.undone;
  }

  #redo() {
    this.hand.redo();
    this.said.textContent = this.data.words.redone;
  }

  #key(event) {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.target.matches("input[type=text]")) return;
    const key = event.key.toLowerCase();
    if (key === "z" && !event.shiftKey) this.#undo();
    else if (key === "y" || key === "z") this.#redo();
    else return;
    event.preventDefault();
  }
}

// The same text for the same code, class and axes.
const echo = ({ code, class: y, axes }) => [code, y, axes].join("|");
