// The hand on the map: hover and click, drag to move or to draw a lasso, Ctrl and the wheel to zoom; all of it with keys.
import { grown, rectangle } from "./lasso.js";

const CLICK = 4, STEP = 24, SMALL = 4;     // px of a click's tremble, of a key, of a key with Shift
const WHEEL = 400;                         // px of the wheel for a factor e
const KEYS = { "+": 1.25, "=": 1.25, "-": 0.8 };
const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export class Pointer {
  mode = "move"; path = []; cross = null;
  #from = null; #moved = false; #corner = null;

  // orders: hover(left, top), leave(), click(left, top), moved(), selected(path), cleared(), nudge(right, down)
  constructor(canvas, camera, orders) {
    Object.assign(this, { canvas, camera, orders });
    canvas.onpointerdown = (event) => this.#down(event);
    canvas.onpointermove = (event) => (this.#from ? this.#drag(event) : orders.hover(event.offsetX, event.offsetY));
    canvas.onpointerup = (event) => this.#up(event);
    canvas.onpointercancel = () => this.#drop();
    canvas.onpointerleave = () => { if (!this.#from) orders.leave(); };
    canvas.ondblclick = () => { camera.goHome(); orders.moved(); };
    canvas.onwheel = (event) => this.#wheel(event);
    canvas.onkeydown = (event) => this.#key(event);
    canvas.onblur = () => { this.cross = this.#corner = null; this.path = []; orders.moved(false); };
  }

  set(mode) {
    this.mode = mode;
    this.#drop();
  }

  #down(event) {
    if (event.button !== 0) return;
    this.canvas.setPointerCapture(event.pointerId);
    this.#from = [event.offsetX, event.offsetY];
    this.#moved = false;
    this.path = [];
  }

  #drag(event) {
    const [left, top] = [event.offsetX, event.offsetY], [fromLeft, fromTop] = this.#from;
    if (!this.#moved && Math.hypot(left - fromLeft, top - fromTop) < CLICK) return;
    this.#moved = true;
    if (this.mode === "lasso" || event.shiftKey) grown(this.path, left, top);
    else {
      this.camera.pan(left - fromLeft, top - fromTop);
      this.#from = [left, top];
    }
    this.orders.moved(!this.path.length);
  }

  #up(event) {
    if (!this.#from) return;
    const { path } = this, moved = this.#moved;
    this.#drop();
    if (!moved) this.orders.click(event.offsetX, event.offsetY);
    else if (path.length > 2) this.orders.selected(path);
  }

  #drop() {
    this.#from = this.#corner = this.cross = null;
    this.path = [];
    this.orders.moved(false);
  }

  // With Ctrl, which is also what a pinch on a touchpad says; the wheel alone scrolls the page past the map.
  #wheel(event) {
    if (!event.ctrlKey && !event.metaKey) return;
    event.preventDefault();
    this.camera.zoom(Math.exp(-Math.max(-0.5, Math.min(0.5, event.deltaY / WHEEL))), event.offsetX, event.offsetY);
    this.orders.moved();
  }

  // Moving: the arrows push where one is. Selecting: they push a cross; Enter sets one corner, then the other.
  #key(event) {
    const way = WAYS[event.key], size = event.shiftKey ? SMALL : STEP;
    if (way && this.mode === "move") this.orders.nudge(way[0] * size, way[1] * size);
    else if (way) this.#push(way[0] * size, way[1] * size);
    else if (this.mode === "lasso" && (event.key === "Enter" || event.key === " ")) this.#set();
    else if (event.key === "Escape") this.#escape();
    else if (KEYS[event.key]) this.#zoom(KEYS[event.key]);
    else return;
    event.preventDefault();
    event.stopPropagation();
  }

  #zoom(factor) {
    this.camera.zoom(factor);
    this.orders.moved();
  }

  #push(right, down) {
    const { width, height } = this.camera, [left, top] = this.cross ?? [width / 2, height / 2];
    this.cross = [Math.max(0, Math.min(width, left + right)), Math.max(0, Math.min(height, top + down))];
    if (this.#corner) this.path = rectangle(this.#corner, this.cross);
    this.orders.moved(false);
  }

  #set() {
    this.cross ??= [this.camera.width / 2, this.camera.height / 2];
    if (!this.#corner) this.#corner = this.cross;
    else {
      const path = rectangle(this.#corner, this.cross);
      this.#corner = null;
      this.path = [];
      this.orders.selected(path);
    }
    this.orders.moved(false);
  }

  #escape() {
    if (this.#corner || this.cross) this.#drop();
    else this.orders.cleared();
  }
}
