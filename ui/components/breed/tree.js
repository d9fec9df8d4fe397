// The family as a tree: generations from left to right, a picture for each member; a press goes on from there.
import { paint } from "../engine/paint.js";
import { fill, make } from "../parts/dom.js";
import { layout } from "./family.js";

const SIDE = 52, ACROSS = 78, DOWN = 64;     // px: a picture, and from one to the next

export class Tree {
  #buttons = []; #parents = []; #places = [];

  // `go(i)` is asked when member i is chosen.
  constructor(words, go) {
    Object.assign(this, { words, go });
    this.lines = document.createElementNS("http://www.w3.org/2000/svg", "svg");
    this.lines.setAttribute("aria-hidden", "true");
    this.ground = make("div", { className: "ground" }, this.lines);
    this.root = make("div", { className: "tree", role: "group", "aria-label": words.tree, onkeydown: (event) => this.#key(event) },
      this.ground);
  }

  draw(source, { members, at }, codes, y) {
    const { places, rows, columns } = layout(members);
    this.#places = places;
    this.#parents = members.map(({ parent }) => parent);
    this.ground.style.width = `${(columns - 1) * ACROSS + SIDE}px`;
    this.ground.style.height = `${(rows - 1) * DOWN + SIDE}px`;
    this.lines.replaceChildren(...members.slice(1).map((member, i) => line(places[member.parent], places[i + 1])));
    while (this.#buttons.length > members.length) this.#buttons.pop().remove();
    members.forEach((member, i) => this.#set(i, member, places[i], i === at));
    this.#paint(source, codes, y);
    this.#reveal(places[at]);
  }

  // The tree scrolls by itself; the page stays where it is.
  #reveal({ column, row }) {
    const { root } = this, [left, top] = [column * ACROSS, row * DOWN];
    root.scrollLeft = Math.min(left, Math.max(root.scrollLeft, left + 2 * ACROSS - root.clientWidth));
    root.scrollTop = Math.min(top, Math.max(root.scrollTop, top + 2 * DOWN - root.clientHeight));
  }

  #set(i, { distance }, { column, row }, here) {
    const button = this.#buttons[i] ??= this.#added(i);
    button.style.left = `${column * ACROSS}px`;
    button.style.top = `${row * DOWN}px`;
    button.title = column === 0 ? this.words.root : fill(this.words.member, { generation: column, distance });
    button.setAttribute("aria-label", button.title);
    if (here) button.setAttribute("aria-current", "true");
    else button.removeAttribute("aria-current");
  }

  #added(i) {
    const button = make("button", { type: "button", onclick: () => this.go(i) }, make("canvas"));
    this.ground.append(button);
    return button;
  }

  #paint(source, codes, y) {
    const each = source.size ** 2 * source.channels, all = new Float32Array(codes.length * source.latent);
    codes.forEach((code, i) => all.set(code, i * source.latent));
    source.batch("tree", all, y, (pixels) => this.#buttons.slice(0, pixels.length / each).forEach((button, i) =>
      paint(button.firstChild, pixels.subarray(i * each, (i + 1) * each), source.size, source.channels)));
  }

  // Left to the parent, right to the first child, up and down to who stands nearest there.
  #key(event) {
    const from = this.#buttons.indexOf(event.target);
    if (from < 0 || !event.key.startsWith("Arrow")) return;
    event.preventDefault();
    const to = { ArrowLeft: () => this.#parents[from], ArrowRight: () => this.#parents.indexOf(from),
                 ArrowUp: () => this.#beside(from, -1), ArrowDown: () => this.#beside(from, 1) }[event.key]();
    this.#buttons[to]?.focus();
  }

  #beside(from, way) {
    const here = this.#places[from];
    const far = ({ column, row }) => (row - here.row) * way * 100 + Math.abs(column - here.column);
    const there = this.#places.map((place, i) => [far(place), i]).filter(([_, i]) => (this.#places[i].row - here.row) * way > 0);
    return there.length ? there.reduce((one, other) => (other[0] < one[0] ? other : one))[1] : -1;
  }
}

// From the middle of the parent's right side to the middle of the child's left one.
function line(parent, child) {
  const path = document.createElementNS("http://www.w3.org/2000/svg", "path");
  const [x, y] = [parent.column * ACROSS + SIDE, parent.row * DOWN + SIDE / 2];
  const [right, bottom] = [child.column * ACROSS, child.row * DOWN + SIDE / 2], middle = (x + right) / 2;
  path.setAttribute("d", `M${x} ${y}H${middle}V${bottom}H${right}`);
  return path;
}
