// A walk through latent space: stops that were pinned, the path between them, played, looped or under the hand.
import { Line } from "../parts/line.js";
import { mounted } from "../parts/mounted.js";
import { place } from "../parts/place.js";
import { draw } from "../parts/geometry.js";
import { History } from "../parts/history.js";
import { Outbox } from "../parts/outbox.js";
import { Picture } from "../parts/picture.js";
import { Desk } from "./desk.js";
import { fromText, rounded, toText } from "./halves.js";
import { codeAt, frameCount } from "./path.js";
import { Player } from "./player.js";
import { Reel } from "./reel.js";
import { Stops } from "./stops.js";

export default mounted((component) => new Walk(component));

class Walk {
  constructor({ data, parentElement }) {
    const root = parentElement.querySelector(".genlab-walk");
    Object.assign(this, { root, data, place: place(data.run), y: data.class, code: new Float32Array(data.latent) });
    this.history = new History(entryOf(data));
    this.outbox = new Outbox((message) => this.send("walk", message), data.heard,
                             textOf(this.entry, this.y));
    this.picture = new Picture(data.words, () => this.line.again(this.data));
    this.line = new Line(this.picture, () => this.#changed());
    this.stops = new Stops(data.words, {
      go: (i) => { this.player.halt(); this.player.seek(i * (this.entry.steps - 1)); },
      move: (i, j) => this.#keep({ stops: swapped(this.entry.stops, i, j) }),
      remove: (i) => this.#keep({ stops: this.entry.stops.toSpliced(i, 1) }) });
    this.player = new Player({ rate: data.rate, count: () => this.count, closed: () => this.entry.closed,
                               show: (at) => this.#show(at), changed: () => this.desk.playing(this.player.playing) });
    this.reel = new Reel(data.words, (share) => this.#scrub(share * this.player.end));
    this.desk = new Desk(data, this.#wishes());
    root.replaceChildren(this.picture.root, wayOf(this.desk, this.stops, this.reel));
    this.forget = this.place.listen((there, by) => this.#moved(there, by));
    root.onkeydown = (event) => this.#key(event);
    this.#changed();
  }

  get entry() { return this.history.now; }
  get count() { return frameCount(this.entry.stops, this.entry.steps, this.entry.closed); }

  update({ data, setStateValue }) {
    const entry = entryOf(data), text = textOf(entry, data.class);
    Object.assign(this, { data, send: setStateValue });
    this.line.to(data);
    if (!this.outbox.heard(data.heard, text)) return;
    this.y = data.class;
    if (text !== textOf(this.entry, data.class)) this.history.keep(entry);
    this.#changed();
  }

  end() {
    this.player.halt();
    for (const part of [this.outbox, this.line]) part.end();
    this.forget();
  }

  #wishes() {
    return {
      pin: () => this.#append(this.place.z),
      random: () => this.#append(draw(new Float32Array(this.data.latent), new Uint8Array(this.data.latent).fill(1))),
      undo: () => { if (this.history.undo()) this.#told(); },
      redo: () => { if (this.history.redo()) this.#told(); },
      change: (change) => this.#keep(change),
      play: () => (this.player.playing ? this.player.halt() : this.player.play()),
      scrub: (at) => this.#scrub(at),
      follow: (on) => { if (on) this.#show(this.player.at); },
      draw: (y) => this.#draw(y),
    };
  }

  #append(code) {
    const stops = [...this.entry.stops, rounded(code)];
    this.#keep({ stops });
    this.player.halt();
    this.player.seek((stops.length - 1) * (this.entry.steps - 1));
  }

  // The place on the way stays when the steps between two stops change.
  #keep(change) {
    const share = this.player.at / (this.entry.steps - 1);
    this.history.keep({ ...this.entry, ...change });
    this.player.at = Math.max(0, Math.min(this.player.end, share * (this.entry.steps - 1)));
    this.#told();
  }

  #told() {
    this.outbox.post(messageOf(this.entry, this.y), textOf(this.entry, this.y));
    this.#changed();
  }

  #changed() {
    if (this.player.end <= 0) this.player.halt();
    this.desk.update(this.data, this.entry, this.#able());
    this.desk.range(this.player.end);
    if (!this.line.source) return;
    this.stops.draw(this.line.source, this.entry.stops, this.y);
    this.reel.draw(this.line.source, this.entry, this.y, this.player.end);
    this.player.seek(this.player.at);
  }

  #able() {
    const room = this.entry.stops.length < this.data.most;
    return { pin: room && this.place.z !== null, random: room, undo: this.history.canUndo, redo: this.history.canRedo,
             play: this.player.end > 0, y: this.y };
  }

  #show(at) {
    const { stops, steps, kind, closed } = this.entry;
    codeAt(stops, steps, kind, closed, at, this.code);
    this.line.source?.show(this.code, this.y, (pixels, ms) => this.picture.show(pixels, ms));
    if (this.desk.following) this.place.go(this.code, this.y, "walk");
    this.desk.at(at, this.count, closed);
    this.reel.point(this.player.end > 0 ? at / this.player.end : 0);
    this.stops.point(at % (steps - 1) < 1e-9 ? Math.round(at / (steps - 1)) % stops.length : -1);
  }

  #scrub(at) {
    this.player.halt();
    this.player.seek(at);
  }

  // As another class; the files are to show what is seen.
  #draw(y) {
    this.y = y;
    if (this.place.z) this.place.go(this.place.z, y, "walk");
    this.#told();
  }

  // Moves of others change what can be pinned, and the class that is drawn.
  #moved({ y }, by) {
    if (by === "walk") return;
    const other = y !== this.y;
    this.y = y;
    if (other) this.#changed();
    else this.desk.update(this.data, this.entry, this.#able());
  }

  #key(event) {
    const wish = (event.ctrlKey || event.metaKey) && { z: event.shiftKey ? "redo" : "undo", y: "redo" }[event.key.toLowerCase()];
    if (!wish || event.target.type === "number") return;     // a number field undoes its own letters
    event.preventDefault();
    this.#wishes()[wish]();
  }
}

// What a walk is: stops as Float32Array (L), a kind of path, frames on each leg, and whether it comes back.
function entryOf({ stops, latent, path, frames, loop }) {
  return { stops: fromText(stops, latent), kind: path, steps: frames, closed: loop };
}

const messageOf = ({ stops, kind, steps, closed }, y) =>
  ({ stops: toText(stops), path: kind, frames: steps, loop: closed, class: y });

const textOf = (entry, y) => JSON.stringify(messageOf(entry, y));

const swapped = (stops, i, j) => stops.with(i, stops[j]).with(j, stops[i]);

function wayOf(desk, stops, reel) {
  const box = document.createElement("div");
  box.className = "way";
  box.append(desk.settings, stops.root, desk.hand, reel.root);
  return box;
}
