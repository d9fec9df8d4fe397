// What a slider moves along: one dimension of the code, or a direction through all of them.
import { clamp, dot, fromText, masked } from "../parts/geometry.js";

export const TILES = 7;     // pictures in a strip, each in the middle of its seventh of the slider
const LEAST = 0.05;         // squared length a direction must keep beside locked dimensions, else it would run away

class Axis {
  constructor(key, span) { Object.assign(this, { key, span }); }

  // The seven places of the strip; -3, -2, ... 3 where the slider goes to 3.5.
  get places() {
    return Array.from({ length: TILES }, (_, i) => this.span * (2 * i - TILES + 1) / TILES);
  }
}

export class DimensionAxis extends Axis {
  constructor({ index }, { latent, span, reach }) {
    super(`z${index}`, span);
    this.reach = reach;
    this.index = index;
    this.vector = new Float32Array(latent);
    this.vector[index] = 1;
  }

  place(z) { return z[this.index]; }

  movable() { return true; }     // a locked dimension can still be moved by its own slider

  move(z, place, free, out) {
    out.set(z);
    out[this.index] = Math.min(this.reach, Math.max(-this.reach, place));
    return out;
  }
}

export class DirectionAxis extends Axis {
  constructor({ key, vector, scale }, { reach }) {
    super(key, 3.5);
    Object.assign(this, { vector: fromText(vector), scale: scale > 1e-6 ? scale : 1, reach });
  }

  // In standard deviations of the codes along it.
  place(z) { return dot(z, this.vector) / this.scale; }

  movable(free) { return this.#left(free) > LEAST; }

  // Locked dimensions stay, so the others go farther; afterwards place(out) is as asked, up to the reach of the code.
  move(z, place, free, out) {
    const way = masked(this.vector, free), left = this.#left(free);
    if (left <= LEAST) return out.set(z), out;
    const step = (place - this.place(z)) * this.scale / left;
    for (let i = 0; i < z.length; i++) out[i] = z[i] + step * way[i];
    return clamp(out, this.reach);
  }

  #left(free) {
    let sum = 0;
    for (let i = 0; i < free.length; i++) if (free[i]) sum += this.vector[i] ** 2;
    return sum;
  }
}
