// What part of the map's plane is seen: its middle, and half of what the shorter side shows. Both axes keep one scale.
const MARGIN = 1.12, NEAR = 80, FAR = 4;     // air around the data; how far one may go in, and out
const TAIL = 0.002;                          // share of the points that may lie beyond each side of the first view

export class Camera {
  x = 0; y = 0; half = 1; width = 1; height = 1;
  #box = [-1, 1, -1, 1]; #home = { x: 0, y: 0, half: 1 };

  get scale() { return Math.min(this.width, this.height) / 2 / this.half; }
  get closeness() { return this.#home.half / this.half; }

  left(x) { return this.width / 2 + (x - this.x) * this.scale; }
  top(y) { return this.height / 2 - (y - this.y) * this.scale; }
  plane(left, top) {
    return [this.x + (left - this.width / 2) / this.scale, this.y - (top - this.height / 2) / this.scale];
  }

  // The view that holds all but a few far points.
  home(points) {
    this.#box = bounds(points);
    this.goHome();
  }

  goHome() {
    const [left, right, bottom, top] = this.#box, { width, height } = this, shorter = Math.min(width, height);
    const half = (MARGIN / 2) * shorter * Math.max((right - left) / width, (top - bottom) / height, 1e-6);
    this.#home = { x: (left + right) / 2, y: (bottom + top) / 2, half };
    Object.assign(this, this.#home);
  }

  // Whoever has gone elsewhere by hand stays there.
  resize(width, height) {
    const home = Object.entries(this.#home).every(([name, value]) => this[name] === value);
    Object.assign(this, { width, height });
    if (home) this.goHome();
  }

  pan(right, down) {
    this.x -= right / this.scale;
    this.y += down / this.scale;
  }

  // Closer by the factor; what lies at this place of the screen stays there.
  zoom(factor, left = this.width / 2, top = this.height / 2) {
    const [x, y] = this.plane(left, top);
    this.half = Math.min(FAR * this.#home.half, Math.max(this.#home.half / NEAR, this.half / factor));
    const [nowX, nowY] = this.plane(left, top);
    this.x += x - nowX;
    this.y += y - nowY;
  }
}

// [left, right, bottom, top] of all but the tails.
export function bounds(points) {
  return [0, 1].flatMap((way) => {
    const sorted = points.filter((_, i) => i % 2 === way).sort(), last = sorted.length - 1;
    return [sorted[Math.floor(TAIL * last)], sorted[Math.ceil((1 - TAIL) * last)]];
  });
}
