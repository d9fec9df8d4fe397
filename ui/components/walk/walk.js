// A walk through latent space: stops that were pinned, the path between them, played, looped or under the hand.
import { place } from "../engine/place.js";
import { connect } from "../engine/source.js";
import { draw } from "../studio/geometry.js";
import { History } from "../studio/history.js";
import { Outbox } from "../studio/outbox.js";
import { Picture } from "../studio/picture.js";
import { Desk } from "./desk.js";
import { fromText, rounded, toText } from "./halves.js";
import { codeAt, frameCount } from "./path.js";
import { Player } from "./player.js";
import { Reel } from "./reel.js";
import { Stops } from "./stops.js";

const WALKS = new WeakMap();

export default function ({ data, parentElement, setStateValue }) {
  let walk = WALKS.get(parentElement);
  if (!walk) WALKS.set(parentElement, walk = new Walk(parentElement.querySelector(".genlab-walk"), data));
  walk.update(data, setStateValue);
  return () => { walk.end(); WALKS.delete(parentElement); };
}

class Walk {
  #source = null; #over = false; #seen; #heard;

  constructor(root, data) {
    Object.assign(this, { root, data, place: place(data.run), y: data.class, code: new Float32Array(data.latent) });
    this.history = new History(entryOf(data));
    [this.#seen, this.#heard] = [textOf(this.entry, this.y), data.heard];
    this.outbox = new Outbox((message) => this.send("walk", message), data.heard);
    this.picture = new Picture(data.words, () => this.#connect());
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
    this.#connect();
  }

  get entry() { return this.history.now; }
  get count() { return frameCount(this.entry.stops, this.entry.steps, this.entry.closed); }

  // What the server says is adopted when it is no answer to what was sent, and new: a link, or its buttons.
  update(data, send) {
    const { decoder } = this.data, entry = entryOf(data), text = textOf(entry, data.class);
    Object.assign(this, { data, send });
    if (data.decoder !== decoder) this.#connect();
    const jump = data.heard === this.#heard && text !== this.#seen;
    [this.#seen, this.#heard] = [text, data.heard];
    this.outbox.heard(data.heard);
    if (!jump) return;
    this.y = data.class;
    if (text !== textOf(this.entry, data.class)) this.history.keep(entry);
    this.#changed();
  }

  end() {
    this.#over = true;
    this.player.halt();
    this.outbox.end();
    this.forget();
    this.#source?.close();
  }

  async #connect() {
    this.picture.waiting();
    const { decoder, live } = this.data;
    try {
      const source = await connect({ decoder, live });
      if (this.#over || decoder !== this.data.decoder) return source.close();
      this.#source?.close();
      this.#source = source;
    } catch (error) {
      return this.picture.failed(error.message);
    }
    this.picture.ready(this.#source);
    this.#changed();
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
    this.outbox.post(messageOf(this.entry, this.y));
    this.#changed();
  }

  #changed() {
    if (this.player.end <= 0) this.player.halt();
    this.desk.update(this.data, this.entry, this.#able());
    this.desk.range(this.player.end);
    if (!this.#source) return;
    this.stops.draw(this.#source, this.entry.stops, this.y);
    this.reel.draw(this.#source, this.entry, this.y, this.player.end);
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
    this.#source?.show(this.code, this.y, (pixels, ms) => this.picture.show(pixels, ms));
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
