// All that is seen of the studio, put together: tools, picture, pad, distance, nearest images, sliders.
import { Bar } from "./bar.js";
import { Choice } from "./choice.js";
import { colourOf, veil } from "./density.js";
import { make } from "../parts/dom.js";
import { fromText } from "../parts/geometry.js";
import { Nearest } from "./nearest.js";
import { Pad } from "./pad.js";
import { Picture } from "../parts/picture.js";
import { Sliders } from "./sliders.js";
import { Corners, Plane } from "./surfaces.js";
import { Tools } from "./tools.js";
import { chosen, ways } from "./ways.js";

export class Stage {
  #decoded = (pixels, ms) => this.picture.show(pixels, ms);

  // `orders`: what tools, choices, locks and names ask for; see studio.js.
  constructor(data, hand, orders) {
    const { words, mode, span } = data;
    Object.assign(this, { data, hand, orders });
    this.tools = new Tools(words, orders, data.classes, data.goals);
    this.picture = new Picture(words, orders.again);
    this.pad = new Pad(words, hand, mode === "plane" ? span : 0);
    this.bar = new Bar(words);
    this.nearest = new Nearest(words, data.labels);
    this.sliders = new Sliders(words, hand, orders);
    this.choice = mode === "plane" ? new Choice(words, orders.axes) : null;
    const real = make("section", { className: "data" }, this.bar.root, this.nearest.root);
    const look = make("div", { className: `look ${mode}` }, this.picture.root, this.#padSection(words), real);
    this.root = make("div", { className: "stage" }, this.tools.root, look, this.sliders.root);
  }

  // The parts as the data now says; the pad along `axes`, or along the first two that suit.
  lay(data, axes) {
    this.data = data;
    this.sliders.lay(data);
    this.sliders.enable(this.hand.free);
    const keys = data.directions.map(({ key }) => key), names = data.dimensions.map(({ name }) => name);
    const shape = JSON.stringify([data.decoder, data.corners, axes, keys, names, [...this.hand.free]]);
    if (shape !== this.shape) this.#surface(data, axes);
    this.shape = shape;
    this.#veil();
  }

  middle() {
    const kept = { z: new Float32Array(this.data.latent), at: null };
    return this.surface.put(kept, 0.5, 0.5, new Float32Array(this.data.latent));
  }

  // At every move, in the frame of the move.
  frame(z, at) {
    const { kept } = this.hand;
    this.source?.show(z, this.hand.y, this.#decoded);
    if (this.distance) this.picture.fade(this.bar.show(this.distance.of(z)));
    this.pad.mark(this.#point(z, at), this.#point(kept.z, kept.at));
    this.sliders.show(z);
    this.nearest.ask(z, this.hand.y);
  }

  // While a code moves in the hand.
  held(z, at, y) {
    this.sliders.decode(z, y);
    this.pad.refresh({ z, at }, y);
  }

  kept({ y }) { this.tools.show(this.hand.history, y); }

  // Other sliders have come into sight.
  seen() {
    this.sliders.show(this.hand.z);
    this.sliders.decode(this.hand.kept.z, this.hand.y);
  }

  follow(source) {
    this.source = source;
    for (const part of [this.nearest, this.sliders, this.pad.field]) part.follow(source);
    this.again();
  }

  measure(distance, means) {
    Object.assign(this, { distance, means });
    this.#painted = "";
    this.#veil();
    this.frame(this.hand.z, this.hand.at);
  }

  // Everything anew from the kept code.
  again() {
    const { z, y, at } = this.hand.kept;
    this.frame(z, at);
    this.held(z, at, y);
    this.kept({ y });
  }

  end() { for (const part of [this.nearest, this.sliders, this.pad.field]) part.end(); }

  #painted = "";

  #padSection(words) {
    const hints = [words["pad-hint"], words.circles, words.shading].filter(Boolean).join(" ");
    const hint = make("p", { className: "small hint", textContent: hints });
    const above = this.choice ? [this.choice.root] : [];
    return make("section", {}, ...above, this.#corners(this.pad.root), hint);
  }

  // Between four codes the pad has their titles at its corners.
  #corners(pad) {
    this.titles = this.choice ? [] : this.data.corners.map(() => make("span"));
    const [one, two, ...below] = this.titles;
    return this.choice ? pad : make("div", { className: "between" }, one, two, pad, ...below);
  }

  #surface(data, axes) {
    const { free } = this.hand;
    if (data.mode === "seeds") {
      this.surface = new Corners(data.corners.map(({ code }) => fromText(code)), free, data);
      this.titles.forEach((title, i) => { title.textContent = data.corners[i].title; });
    } else {
      const all = ways(data), [right, up] = chosen(all, axes);
      this.choice.lay(all, data.groups);
      this.choice.show([right.key, up.key]);
      this.surface = new Plane(right.axis.vector, up.axis.vector, free, data);
    }
    this.hand.found(this.surface);
    this.pad.lay(this.surface, this.hand.kept, this.hand.y);
    this.pad.mark(this.#point(this.hand.z, this.hand.at), this.#point(this.hand.kept.z, this.hand.kept.at));
  }

  #point(z, at) { return this.surface.flat ? null : this.surface.where(z, at); }

  // Painted again when the plane or the ground's colour has changed.
  #veil() {
    const { means, surface, pad } = this, colour = colourOf(pad.root), key = [this.shape, colour].join();
    pad.veil.hidden = !means || surface.flat !== null || this.data.mode === "seeds";
    if (pad.veil.hidden || key === this.#painted) return;
    this.#painted = key;
    veil(pad.veil, means, surface, this.data.latent, colour);
  }
}
