// The pad: hover shows the code under the pointer, a click keeps it, dragging takes the code along, leaving restores.
// Its layers, from below: the decoded field, the veil of density, the prior's circles, two marks.
import { fill, make } from "../parts/dom.js";
import { Field } from "./field.js";
import { inside } from "./surfaces.js";

const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
const FINE = 0.1, WIDE = 10;     // with Shift; PageUp and PageDown are ten arrow keys upwards or downwards

export class Pad {
  #held = false;

  // `hand` is the studio: preview(z), hold(z, at), keep(at, tag), restore().
  constructor(words, hand, span) {
    Object.assign(this, { words, hand });
    const canvas = make("canvas", { className: "field" });
    this.veil = make("canvas", { className: "veil" });
    this.kept = make("i", { className: "place kept" });
    this.shown = make("i", { className: "place shown" });
    this.note = make("p", { className: "flat", hidden: true });
    this.root = make("div", { className: "pad", tabIndex: 0, role: "application", "aria-label": words.pad },
      canvas, this.veil, circles(span), this.kept, this.shown, this.note);
    this.field = new Field(canvas);
    this.#listen();
  }

  // `kept` is what the surface starts from; the field follows it.
  lay(surface, kept, y) {
    this.surface = surface;
    this.root.classList.toggle("no-plane", surface.flat !== null);
    this.note.hidden = surface.flat === null;
    this.note.textContent = surface.flat === null ? "" : this.words[surface.flat];
    this.refresh(kept, y);
  }

  refresh(kept, y) { this.field.show(this.surface, kept, y); }

  // Once a frame: where the shown and the kept code are.
  mark(shown, kept) {
    put(this.shown, shown);
    put(this.kept, kept);
    if (shown) {
      const [u, v] = this.surface.told(...shown);
      this.root.setAttribute("aria-description", fill(this.words["pad-at"], { u: u.toFixed(2), v: v.toFixed(2) }));
    }
  }

  #listen() {
    const pad = this.root;
    pad.onpointerdown = (event) => this.#grasp(event);
    pad.onpointermove = (event) => this.#move(event);
    pad.onpointerup = (event) => this.#release(event);
    pad.onpointercancel = () => this.#drop();
    pad.onpointerleave = () => { if (!this.#held) this.hand.restore(); };
    pad.onkeydown = (event) => this.#key(event);
  }

  #grasp(event) {
    if (event.button !== 0 || this.surface.flat) return;
    this.#held = true;
    this.root.setPointerCapture(event.pointerId);
    this.hand.hold(...this.#under(event));
  }

  #move(event) {
    if (this.surface.flat) return;
    if (this.#held) this.hand.hold(...this.#under(event));
    else if (event.pointerType !== "touch") this.hand.preview(...this.#under(event));
  }

  #release(event) {
    if (!this.#held) return;
    this.#held = false;
    this.hand.hold(...this.#under(event));
    this.hand.keep();
  }

  #drop() {
    this.#held = false;
    this.hand.restore();
  }

  // The code under the pointer and its point; beyond the rim the rim counts.
  #under(event) {
    const box = this.root.getBoundingClientRect();
    return this.#code(inside((event.clientX - box.left) / box.width), inside((event.clientY - box.top) / box.height));
  }

  #code(x, y) {
    const { kept } = this.hand;
    return [this.surface.put(kept, x, y, new Float32Array(kept.z.length)), [x, y]];
  }

  #key(event) {
    const leap = { PageUp: [0, -WIDE], PageDown: [0, WIDE] }[event.key], way = WAYS[event.key] ?? leap;
    if (event.key === "Escape" && this.#held) this.#drop();
    if (!way || this.surface.flat || event.ctrlKey || event.metaKey || event.altKey) return;
    event.preventDefault();
    const { kept } = this.hand, [x, y] = this.surface.where(kept.z, kept.at) ?? [0.5, 0.5];
    const step = this.surface.step * (event.shiftKey ? FINE : 1);
    this.hand.hold(...this.#code(inside(x + way[0] * step), inside(y + way[1] * step)));
    this.hand.keep("pad-keys");
  }
}

// Each mark is as large as the pad with its ring in the corner, so that a share of the pad is a share of itself: no
// measuring, no layout.
function put(mark, point) {
  mark.hidden = !point;
  if (point) mark.style.transform = `translate(${100 * inside(point[0])}%, ${100 * inside(point[1])}%)`;
}

// One, two and three standard deviations of the prior around its middle; none for a pad without that scale.
function circles(span) {
  const space = "http://www.w3.org/2000/svg", picture = document.createElementNS(space, "svg");
  picture.setAttribute("viewBox", `${-span} ${-span} ${2 * span} ${2 * span}`);
  picture.setAttribute("aria-hidden", "true");
  for (const radius of span ? [1, 2, 3] : []) {
    for (const name of ["halo", "line"]) {
      const circle = document.createElementNS(space, "circle");
      circle.setAttribute("r", radius);
      circle.setAttribute("class", name);
      picture.append(circle);
    }
  }
  return picture;
}
